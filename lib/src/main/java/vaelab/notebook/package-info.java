/**
 * The library inside a Jupyter notebook: how charts, tables and figures are shown, and a training
 * that can be watched while it runs.
 *
 * <p>The first cell of every notebook calls {@link vaelab.notebook.NotebookSupport#init()}. After
 * it,
 *
 * <ul>
 *   <li>a chart, an image, a {@link vaelab.notebook.Figure}, a {@link vaelab.notebook.Player} or a
 *       Tablesaw table that a cell ends with (or hands to {@code display}) appears as picture or
 *       formatted table
 *   <li>{@link vaelab.notebook.LiveTraining} shows progress and curves in one place, and leaves
 *       only their final state in the saved notebook
 * </ul>
 *
 * <p>What is shown is decided by {@link vaelab.notebook.Renderings}, which knows no kernel and is
 * tested without one. Only {@code IJavaKernel} knows the classes of the IJava kernel; another
 * kernel needs one more class like it. Without a kernel everything still runs and prints text.
 */
package vaelab.notebook;
