package io.convoy.core;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jdk.incubator.vector.VectorSpecies;

/** Law 5 and the layout: who may know whom. */
@AnalyzeClasses(packages = "io.convoy.core", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {
  private static final String CORE = "io.convoy.core.";

  @ArchTest
  static final ArchRule coreNeverKnowsSpark =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "org.apache.hadoop..", "scala..", "io.convoy.job..");

  @ArchTest
  static final ArchRule onlyNamedClassesUseTheVectorApi =
      noClasses()
          .that(
              com.tngtech.archunit.base.DescribedPredicate.not(
                  simpleNameEndingWith("MicroKernel")
                      .or(simpleNameEndingWith("Transform"))
                      .or(simpleName("Simd"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  /** A second species in a JVM, and the compiler keeps every kernel's vectors as objects. */
  @ArchTest
  static final ArchRule onlyOneClassChoosesSpecies =
      noClasses()
          .that(com.tngtech.archunit.base.DescribedPredicate.not(simpleName("Simd")))
          .should()
          .callMethodWhere(target(name("of")).and(target(owner(type(VectorSpecies.class)))))
          .orShould()
          .accessFieldWhere(
              target(nameStartingWith("SPECIES_"))
                  .and(target(owner(resideInAPackage("jdk.incubator.vector")))));

  @ArchTest
  static final ArchRule kernelsReadNoFiles =
      noClasses()
          .that()
          .resideInAnyPackage(CORE + "conv..", CORE + "tensor..", CORE + "cost..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio..", CORE + "io..", CORE + "image..");

  @ArchTest
  static final ArchRule filesNeverCompute =
      noClasses()
          .that()
          .resideInAnyPackage(CORE + "io..", CORE + "image..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CORE + "conv..");

  @ArchTest
  static final ArchRule groundFloorDependsOnNothing =
      noClasses()
          .that()
          .resideInAnyPackage(CORE + "tensor..", CORE + "simd..", CORE + "cost..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE + "conv..", CORE + "io..", CORE + "image..", CORE + "model..");

  @ArchTest
  static final ArchRule kernelsArePackagePrivate =
      classes()
          .that(resideInAPackage(CORE + "conv.."))
          .and()
          .implement(io.convoy.core.conv.ConvKernel.class)
          .should()
          .bePackagePrivate();

  @ArchTest
  static final ArchRule operatorsAndGraphsReadNoFiles =
      noClasses()
          .that()
          .resideInAnyPackage(CORE + "model.graph..", CORE + "model.operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.nio.file..",
              "java.nio.channels..",
              CORE + "io..",
              CORE + "image..");

  @ArchTest
  static final ArchRule onnxFilesNeverCompute =
      noClasses()
          .that()
          .resideInAPackage(CORE + "model.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE + "conv..", CORE + "model.operator..", CORE + "simd..");

  @ArchTest
  static final ArchRule protobufStaysInTheOnnxReader =
      noClasses()
          .that()
          .resideOutsideOfPackage(CORE + "model.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf..");
}
