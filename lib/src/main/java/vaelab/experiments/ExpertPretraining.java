package vaelab.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.msvae.Trainer;
import vaelab.msvae.TrainingConfig;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Workers;
import vaelab.train.History;
import vaelab.train.Minibatches;
import vaelab.train.StopReason;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Pretrains one expert a source, side by side on the cores.
 *
 * <p>Every expert is kept in a file of its own as soon as it is done, and has a checkpoint while it
 * is not, so that an interrupted pretraining goes on where it was.
 */
public final class ExpertPretraining {
  private final NetworkSizes sizes;
  private final TrainingConfig config;
  private final Path directory;

  /**
   * Pretraining into a directory.
   *
   * @param sizes layer sizes
   * @param config how each expert is trained; its seed is raised by the stream's number
   * @param directory where experts and checkpoints go
   */
  public ExpertPretraining(NetworkSizes sizes, TrainingConfig config, Path directory) {
    this.sizes = sizes;
    this.config = config;
    this.directory = directory;
  }

  /**
   * Trains the experts that the directory does not hold yet.
   *
   * @param sources images of each source, row-major N x D, by name
   * @param listener told about all experts together: an epoch ends when the last expert ends it
   * @return the experts, in the order of the sources; to be closed by the caller
   * @throws IOException if files cannot be read or written
   */
  public List<MsVae> run(Map<String, float[]> sources, TrainingListener listener)
      throws IOException {
    List<String> names = List.copyOf(sources.keySet());
    Joint joint = new Joint(names, sources, listener);
    MsVae[] experts = new MsVae[names.size()];
    try {
      Workers.forEach(
          names.size(),
          h -> {
            try {
              experts[h] = expert(h, names.get(h), sources.get(names.get(h)), joint);
            } catch (IOException e) {
              throw joint.failed(new UncheckedIOException(e));
            } catch (RuntimeException e) {
              throw joint.failed(e);
            }
          });
    } catch (RuntimeException e) {
      for (MsVae expert : experts) {
        if (expert != null) {
          expert.close();
        }
      }
      RuntimeException first = joint.failure == null ? e : joint.failure;
      if (first instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      throw first;
    }
    joint.stop();
    return List.of(experts);
  }

  private MsVae expert(int h, String name, float[] images, Joint joint) throws IOException {
    Path file = directory.resolve("expert-" + h + ".safetensors");
    if (Files.exists(file)) {
      joint.skip();
      return ModelFile.load(file);
    }
    Path checkpoint = directory.resolve("expert-" + h + ".checkpoint.safetensors");
    MsVae expert = MsVae.expert(sizes, name, config.seed() + h);
    new Trainer(expert, config.with(c -> c.seed += h))
        .checkpoint(checkpoint)
        .listener(joint.of(h))
        .fit(images);
    ModelFile.save(file, expert);
    Files.deleteIfExists(checkpoint);
    return expert;
  }

  /** Makes one course of training out of several that run side by side. */
  private final class Joint {
    private final List<String> names;
    private final TrainingListener listener;
    private final History[] histories;
    private final History merged = new History();
    private final int stepsPerEpoch;
    private int running;
    private int steps;
    private boolean started;
    private volatile RuntimeException failure;

    Joint(List<String> names, Map<String, float[]> sources, TrainingListener listener) {
      this.names = names;
      this.listener = listener;
      histories = new History[names.size()];
      running = names.size();
      stepsPerEpoch = sources.values().stream().mapToInt(this::stepsOf).sum();
    }

    private int stepsOf(float[] images) {
      int points = images.length / sizes.dim();
      return new Minibatches(points, config.batchSize(), config.seed()).perEpoch();
    }

    synchronized void skip() {
      running--;
    }

    /** Remembers the first failure; the other experts then give up at their next step. */
    synchronized RuntimeException failed(RuntimeException e) {
      failure = failure == null ? e : failure;
      return e;
    }

    synchronized void stop() {
      if (started) {
        listener.onStop(StopReason.epochLimit(config.epochs()));
      }
    }

    TrainingListener of(int h) {
      return new TrainingListener() {
        @Override
        public void onStart(TrainingPlan plan) {
          start(plan);
        }

        @Override
        public void onStep(int epoch, int step, double elbo) {
          if (failure != null) {
            throw new CancellationException("another expert failed");
          }
          Joint.this.step(elbo);
        }

        @Override
        public void onEpoch(History history) {
          Joint.this.epoch(h, history);
        }
      };
    }

    private synchronized void start(TrainingPlan plan) {
      if (!started) {
        started = true;
        steps = (plan.firstEpoch() - 1) * stepsPerEpoch;
        String title = names.size() + " experts: " + String.join(", ", names);
        listener.onStart(
            new TrainingPlan(title, plan.firstEpoch(), config.epochs(), stepsPerEpoch));
      }
    }

    private synchronized void step(double elbo) {
      int epoch = Math.min(config.epochs(), steps / stepsPerEpoch + 1);
      listener.onStep(epoch, steps % stepsPerEpoch + 1, elbo);
      steps++;
    }

    private synchronized void epoch(int h, History history) {
      // A copy: the expert's own thread goes on writing its history while others are read here.
      histories[h] = History.fromRows(history.rows());
      List<History> known = new ArrayList<>();
      List<String> labels = new ArrayList<>();
      for (int i = 0; i < histories.length; i++) {
        if (histories[i] != null) {
          known.add(histories[i]);
          labels.add(names.get(i));
        }
      }
      int done = known.stream().mapToInt(History::size).min().orElse(0);
      while (known.size() >= running && merged.size() < done) {
        merged.add(merged.size() + 1, row(known, labels, merged.size()));
        listener.onEpoch(merged);
      }
    }

    private static Map<String, Double> row(List<History> known, List<String> labels, int index) {
      Map<String, Double> row = new LinkedHashMap<>();
      for (String column : List.of("elbo", "kl")) {
        double sum = 0;
        for (History history : known) {
          sum += history.column(column)[index];
        }
        row.put(column, sum / known.size());
        for (int i = 0; i < known.size(); i++) {
          row.put(column + " of " + labels.get(i), known.get(i).column(column)[index]);
        }
      }
      return row;
    }
  }
}
