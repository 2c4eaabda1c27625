package vaelab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The floors of {@code vaelab/package-info.java}: a package uses those below it only. */
@AnalyzeClasses(packages = "vaelab", importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

  @ArchTest
  static final ArchRule FLOORS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("data")
          .definedBy("vaelab.data..", "vaelab.metrics..", "vaelab.audio..", "vaelab.diarization..")
          .layer("tensor")
          .definedBy("vaelab.tensor..")
          .layer("building blocks")
          .definedBy("vaelab.nn..", "vaelab.train..", "vaelab.plot..", "vaelab.separation..")
          .layer("methods")
          .definedBy(
              "vaelab.msvae..",
              "vaelab.vaebss..",
              "vaelab.basis..",
              "vaelab.lass..",
              "vaelab.jointvae..")
          .layer("experiments")
          .definedBy("vaelab.experiments..")
          .layer("entrances")
          .definedBy("vaelab.cli..", "vaelab.notebook..", "vaelab.bench..")
          .whereLayer("tensor")
          .mayOnlyAccessLayers("data")
          .whereLayer("data")
          .mayNotAccessAnyLayer()
          .whereLayer("building blocks")
          .mayOnlyAccessLayers("data", "tensor")
          .whereLayer("methods")
          .mayOnlyAccessLayers("data", "tensor", "building blocks")
          .whereLayer("experiments")
          .mayOnlyAccessLayers("data", "tensor", "building blocks", "methods");

  @ArchTest
  static final ArchRule EVERY_PACKAGE_STANDS_ON_A_FLOOR =
      ArchRuleDefinition.classes()
          .should()
          .resideInAnyPackage(
              "vaelab",
              "vaelab.data..",
              "vaelab.metrics..",
              "vaelab.audio..",
              "vaelab.diarization..",
              "vaelab.tensor..",
              "vaelab.nn..",
              "vaelab.train..",
              "vaelab.plot..",
              "vaelab.separation..",
              "vaelab.msvae..",
              "vaelab.vaebss..",
              "vaelab.basis..",
              "vaelab.lass..",
              "vaelab.jointvae..",
              "vaelab.experiments..",
              "vaelab.cli..",
              "vaelab.notebook..",
              "vaelab.bench..");

  @ArchTest
  static final ArchRule PLAIN_ARRAYS_WITHOUT_TENSORS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "vaelab.data..",
              "vaelab.metrics..",
              "vaelab.audio..",
              "vaelab.diarization..",
              "vaelab.separation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "jdk.incubator..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule METHODS_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("vaelab.(msvae|vaebss|basis|lass|jointvae)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule EXPERIMENTS_DO_NOT_KNOW_THOSE_BUILT_ON_THEM =
      noClasses()
          .that()
          .resideInAPackage("vaelab.experiments")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("vaelab.experiments.comparison..", "vaelab.experiments.speech..");

  @ArchTest
  static final ArchRule FIGURES_AND_TRAINING_DO_NOT_KNOW_EACH_OTHER =
      slices()
          .matching("vaelab.(nn|train|plot|separation)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule ENERGIES_DO_NOT_KNOW_THE_E_STEP =
      noClasses()
          .that()
          .resideInAPackage("vaelab.msvae.energy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("vaelab.msvae", "vaelab.msvae.estep..", "vaelab.nn..");

  @ArchTest
  static final ArchRule THE_E_STEP_KNOWS_ENERGIES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("vaelab.msvae.estep..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("vaelab.msvae", "vaelab.nn..", "ai.djl..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("vaelab.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_JAVA_SERIALIZATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectOutputStream")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");
}
