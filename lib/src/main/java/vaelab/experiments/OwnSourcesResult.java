package vaelab.experiments;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.msvae.MsVae;
import vaelab.train.History;

/**
 * What is known of a training on own sources, for which there may be no ground truth.
 *
 * @param images number of images of each source by name
 * @param mixtures number of mixtures
 * @param pi learned activity rate of each source by name, in [0,1]
 * @param b learned noise scale, in pixel values
 * @param elbo training ELBO of the last epoch, in nats a mixture
 * @param entropySum entropy sum of the last epoch, in nats a mixture; near the ELBO at convergence
 * @param epochs epochs of joint training
 * @param trainingSeconds time the joint training took
 */
public record OwnSourcesResult(
    Map<String, Integer> images,
    int mixtures,
    Map<String, Double> pi,
    double b,
    double elbo,
    double entropySum,
    int epochs,
    double trainingSeconds) {

  static OwnSourcesResult measure(OwnData data, MsVae model, History history) {
    Map<String, Integer> images = new LinkedHashMap<>();
    Map<String, Double> pi = new LinkedHashMap<>();
    for (int h = 0; h < model.sources().size(); h++) {
      String name = model.sources().get(h);
      images.put(name, data.sources().get(name).count());
      pi.put(name, model.pi()[h]);
    }
    return new OwnSourcesResult(
        images,
        data.mixtures().count(),
        pi,
        model.scale(),
        history.last("elbo"),
        history.last("entropySum"),
        history.size(),
        TrainingCost.seconds(history));
  }

  /**
   * The same as a table.
   *
   * @param title title of the table
   * @return one row a quantity
   */
  public Table table(String title) {
    StringColumn quantity = StringColumn.create("Quantity");
    StringColumn value = StringColumn.create("This run");
    Table table = Table.create(title, quantity, value);
    images.forEach(
        (name, count) -> {
          quantity.append("Images of " + name);
          value.append(Integer.toString(count));
          quantity.append("Activity rate π of " + name);
          value.append(text("%.3f", pi.get(name)));
        });
    quantity.append("Mixtures").append("Noise scale b");
    value.append(Integer.toString(mixtures)).append(text("%.4f", b));
    quantity.append("Training ELBO / nats").append("Entropy sum / nats");
    value.append(text("%.1f", elbo)).append(text("%.1f", entropySum));
    quantity.append("Epochs of joint training").append("Joint training / s");
    value.append(Integer.toString(epochs)).append(text("%.0f", trainingSeconds));
    return table;
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
