package vaelab.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run ran on: device, engine, threads, processor. */
public final class Hardware {
  /** Name of the fact how much memory the virtual machine may take for its objects. */
  private static final String HEAP = "maxHeapGiB";

  private Hardware() {}

  /**
   * The device that the engine prefers: the first GPU, or the CPU where there is none.
   *
   * @return the device every model is created on unless told otherwise
   */
  public static Device device() {
    return Engine.getInstance().defaultDevice();
  }

  /**
   * Whether the Vector API (an incubator module of the JDK) is part of this virtual machine.
   *
   * @return true when it was started with {@code --add-modules jdk.incubator.vector}
   */
  public static boolean hasVectorApi() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /**
   * The facts that belong beside every measured number.
   *
   * @return processor, cores, worker threads, memory in GiB, device, engine, DJL and Java version
   */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    Engine engine = Engine.getInstance();
    facts.put("device", device().toString());
    facts.put("processor", processor());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("threads", Integer.toString(Workers.count()));
    facts.put(HEAP, String.format(Locale.ROOT, "%.1f", Runtime.getRuntime().maxMemory() / 0x1p30));
    facts.put("engine", engine.getEngineName() + " " + engine.getVersion());
    facts.put("djl", Engine.getDjlVersion());
    facts.put("matrixProducts", matrixProducts());
    facts.put("java", System.getProperty("java.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("vectorApi", Boolean.toString(hasVectorApi()));
    return facts;
  }

  /**
   * Those of the facts that times depend on.
   *
   * @param facts what {@link #describe} gave, here or elsewhere
   * @return all but the memory, in alphabetical order
   */
  public static Map<String, String> speed(Map<String, String> facts) {
    Map<String, String> speed = new TreeMap<>(facts);
    speed.remove(HEAP);
    return speed;
  }

  /** What environment/blas.sh told MKL. */
  private static String matrixProducts() {
    boolean told = "avx512".equals(System.getenv("VAELAB_MKL"));
    return told ? "MKL, told to use AVX-512" : "MKL's choice";
  }

  private static String processor() {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpuinfo)) {
      return "unknown";
    }
    try (var lines = Files.lines(cpuinfo)) {
      return lines
          .filter(l -> l.startsWith("model name"))
          .map(l -> l.substring(l.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
