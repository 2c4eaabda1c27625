package vaelab.experiments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vaelab.data.AtomicFiles;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.msvae.Trainer;
import vaelab.msvae.TrainingConfig;
import vaelab.msvae.TrainingData;
import vaelab.nn.NetworkSizes;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Algorithm 1 from images of single sources to a joint model, kept in one directory: experts first,
 * then the joint model in one or more phases (for example with fixed decoders, then fine-tuning
 * them).
 *
 * <p>Whatever is complete is read instead of trained again, and an interrupted phase goes on from
 * its last epoch.
 */
public final class SourceTraining implements AutoCloseable {
  /** File name of the joint model. */
  public static final String MODEL = "model.safetensors";

  private static final String COMMIT = "commit.txt";

  private final Path directory;
  private List<MsVae> experts = List.of();
  private MsVae model;
  private History history = new History();
  private String stopReason;
  private boolean complete;

  /** What is kept of a phase that is complete, and the checkpoint of one that is not. */
  private record PhaseFiles(Path model, Path history, Path stop, Path checkpoint) {}

  /**
   * A phase of the joint training.
   *
   * @param config how to train
   * @param data makes what it trains on, from the model as the phase before left it
   */
  record Phase(TrainingConfig config, Function<MsVae, TrainingData> data) {}

  /**
   * Training into a directory.
   *
   * @param directory where experts, checkpoints and the joint model go
   */
  SourceTraining(Path directory) {
    this.directory = directory;
  }

  /**
   * Pretrains one expert a source, or reads those that the directory holds.
   *
   * @param sources images of each source, row-major N x D, by name
   * @param sizes layer sizes
   * @param config how each expert is trained
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  void pretrain(
      Map<String, float[]> sources,
      NetworkSizes sizes,
      TrainingConfig config,
      TrainingListener listener)
      throws IOException {
    pretrain(sources, new ExpertPretraining(sizes, config, directory), listener);
  }

  /** The same with a pretraining that has been set up, for example with augmentation. */
  void pretrain(
      Map<String, float[]> sources, ExpertPretraining pretraining, TrainingListener listener)
      throws IOException {
    // Those of an earlier call; none where this one fails.
    experts.forEach(MsVae::close);
    experts = List.of();
    experts = pretraining.run(sources, listener);
  }

  /**
   * Trains the joint model on given observations in one phase.
   *
   * @param x observations, row-major N x D
   * @param withEncoders whether encoders start from the experts' own
   * @param config how to train
   * @param probe measures something after every epoch
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  void train(
      float[] x,
      boolean withEncoders,
      TrainingConfig config,
      Function<MsVae, Map<String, Double>> probe,
      TrainingListener listener)
      throws IOException {
    train(withEncoders, List.of(on(x, config)), probe, listener);
  }

  /** A phase on given observations. */
  static Phase on(float[] x, TrainingConfig config) {
    return new Phase(config, model -> TrainingData.fixed(x, model.sizes().dim()));
  }

  /**
   * Trains the joint model from the experts, or reads it where the directory holds it.
   *
   * @param withEncoders whether encoders start from the experts' own
   * @param phases how to train, one after the other; pi and b go on from phase to phase
   * @param probe measures something after every epoch
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  void train(
      boolean withEncoders,
      List<Phase> phases,
      Function<MsVae, Map<String, Double>> probe,
      TrainingListener listener)
      throws IOException {
    complete = false;
    int next = phases.size();
    while (next > 0 && !Files.exists(files(next - 1, phases.size()).model())) {
      next--;
    }
    if (next > 0) {
      PhaseFiles done = files(next - 1, phases.size());
      replace(ModelFile.load(done.model()));
      history = History.fromCsv(done.history());
      stopReason = Files.readString(done.stop());
    } else {
      replace(MsVae.fromExperts(experts, phases.get(0).config().seed(), withEncoders));
      history = new History();
      stopReason = null;
    }
    for (; next < phases.size(); next++) {
      run(phases.get(next), files(next, phases.size()), probe, listener);
    }
    complete = true;
  }

  /** Files of a phase; the last one's have no number. */
  private PhaseFiles files(int index, int phases) {
    String mark = index == phases - 1 ? "" : "-phase" + (index + 1);
    return new PhaseFiles(
        directory.resolve(MODEL.replace(".", mark + ".")),
        directory.resolve("history" + mark + ".csv"),
        directory.resolve("stop" + mark + ".txt"),
        directory.resolve("checkpoint" + mark + ".safetensors"));
  }

  private void run(
      Phase phase,
      PhaseFiles files,
      Function<MsVae, Map<String, Double>> probe,
      TrainingListener listener)
      throws IOException {
    String commit = ResultFiles.commit();
    History before = history;
    Trainer trainer =
        new Trainer(model, phase.config())
            .checkpoint(files.checkpoint())
            .probe(probe)
            .listener(following(before, listener));
    history = before.followedBy(trainer.fit(phase.data().apply(model)));
    stopReason = (stopReason == null ? "" : stopReason + "; then ") + trainer.stopReason();
    history.toCsv(files.history());
    write(files.stop(), stopReason);
    write(directory.resolve(COMMIT), commit);
    // The model last: where it is, the phase is complete.
    ModelFile.save(files.model(), model);
    Files.deleteIfExists(files.checkpoint());
  }

  private static void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(bytes));
  }

  /** The commit that trained the last phase; empty in directories of earlier versions. */
  Optional<String> commit() throws IOException {
    Path file = directory.resolve(COMMIT);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** Shows a listener the phases before as well, and counts epochs on from them. */
  private static TrainingListener following(History before, TrainingListener listener) {
    int done = before.lastEpoch();
    return new TrainingListener() {
      @Override
      public void onStart(TrainingPlan plan) {
        listener.onStart(
            new TrainingPlan(
                plan.title(),
                plan.firstEpoch() + done,
                plan.epochs() + done,
                plan.stepsPerEpoch(),
                plan.objective()));
      }

      @Override
      public void onStep(int epoch, int step, double elbo) {
        listener.onStep(epoch + done, step, elbo);
      }

      @Override
      public void onEpoch(History history) {
        listener.onEpoch(before.followedBy(history));
      }

      @Override
      public void onStop(StopReason reason) {
        listener.onStop(reason);
      }
    };
  }

  private void replace(MsVae other) {
    if (model != null) {
      model.close();
    }
    model = other;
  }

  /** The experts, in the order of their sources; empty before {@link #pretrain}. */
  List<MsVae> experts() {
    return experts;
  }

  /** Whether the joint model is there, with all of its phases. */
  boolean trained() {
    return complete;
  }

  /** The joint model. */
  MsVae model() {
    return trained(model);
  }

  /** Course of all phases, one row an epoch. */
  History history() {
    return trained(history);
  }

  /** Why each phase stopped. */
  String stopReason() {
    return trained(stopReason);
  }

  private <T> T trained(T value) {
    if (!complete) {
      throw new IllegalStateException(
          "Expected a trained joint model, found none or one whose training was interrupted; call train, which goes on from where it was.");
    }
    return value;
  }

  /** Frees the models. */
  @Override
  public void close() {
    List<MsVae> all = new ArrayList<>(experts);
    if (model != null) {
      all.add(model);
    }
    all.forEach(MsVae::close);
  }
}
