package vaelab.notebook;

/** What this package asks of a notebook kernel. One class a kernel implements it. */
interface NotebookKernel {

  /** Teaches the kernel all of {@link Renderings#RULES}. */
  void register();

  /**
   * Shows an object in the output of the running cell.
   *
   * @return an identifier for {@link #update}
   */
  String display(Object object);

  /** Replaces what {@link #display} showed under this identifier. */
  void update(String id, Object object);
}
