/**
 * The command line, {@code environment/vaelab}: training, prediction and separation without a
 * notebook.
 *
 * <p>Every command explains itself with {@code --help}. Wrong input ends with exit code 2 and a
 * sentence that gives what was expected and what was found; nothing is then left half-written.
 */
package vaelab.cli;
