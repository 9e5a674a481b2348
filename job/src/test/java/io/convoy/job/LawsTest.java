package io.convoy.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Law 5 in the job: what may be planned without Spark is, and no kernel lives here. */
@AnalyzeClasses(packages = "io.convoy.job", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {
  @ArchTest
  static final ArchRule plansKnowNoSpark =
      noClasses()
          .that()
          .resideInAPackage("io.convoy.job.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule nothingHereComputesWithVectors =
      noClasses().should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..");
}
