package dev.rollcall.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house rules that can be read from the compiled classes of all modules. */
final class HouseTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.rollcall");

  /** Names that say nothing about the thing, as whole words: a Baseline may be one. */
  private static final String EMPTY_WORD =
      ".*(Impl|Manager|Helper|Util|Base|Abstract|Service|Repository)s?(?![a-z]).*";

  @Test
  void arrowsPointOneWay() {
    mayUse("members");
    mayUse("identity", "members");
    mayUse("audience", "identity", "members");
    mayUse("compute", "audience", "identity", "members");
    mayUse("storage", "compute", "audience", "identity", "members");
    mayUse("http", "compute", "audience", "identity", "members");
    mayUse("contract", "compute", "audience", "identity", "members");
    mayUse("server", "http", "storage", "compute", "audience", "identity", "members");
  }

  @Test
  void everyClassLivesInOneOfTheHousesPackages() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                inHouse(
                    "members",
                    "identity",
                    "audience",
                    "compute",
                    "storage",
                    "http",
                    "contract",
                    "server")));
  }

  @Test
  void packagesAreFreeOfCycles() {
    check(slices().matching("dev.rollcall.(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyMembersTouchesBitmaps() {
    check(
        outside("members").should().dependOnClassesThat().resideInAPackage("org.roaringbitmap.."));
  }

  @Test
  void theDomainReadsNoFilesNoTablesAndNoJson() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(inHouse("members", "identity", "audience"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.sql..",
                    "tools.jackson..",
                    "com.fasterxml..",
                    "org.slf4j..")));
  }

  @Test
  void onlyTheServerAsksTheMachineForTimeAndChance() {
    check(outside("server").should().accessTargetWhere(theMachineIsAsked()));
  }

  @Test
  void onlyTheServerWritesToTheTerminal() {
    check(outside("server").should(ACCESS_STANDARD_STREAMS));
  }

  @Test
  void namesAreTheFieldsNouns() {
    check(noClasses().should().haveNameMatching(EMPTY_WORD));
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }

  private static void mayUse(String name, String... others) {
    check(
        classes()
            .that()
            .resideInAPackage("dev.rollcall." + name + "..")
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage("dev.rollcall..")
                    .or(resideInAnyPackage(inHouse(name)))
                    .or(resideInAnyPackage(inHouse(others)))));
  }

  private static GivenClassesConjunction outside(String name) {
    return noClasses().that().resideOutsideOfPackage("dev.rollcall." + name + "..");
  }

  private static String[] inHouse(String... names) {
    return Stream.of(names).map(name -> "dev.rollcall." + name + "..").toArray(String[]::new);
  }

  /**
   * The time is a Clock's to tell and chance has a seed; how long something took may be measured.
   */
  private static DescribedPredicate<JavaAccess<?>> theMachineIsAsked() {
    return describe(
        "the machine is asked for its time or for chance",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getName();
          boolean bare =
              access.getTarget() instanceof CodeUnitAccessTarget target
                  && target.getRawParameterTypes().isEmpty();
          return switch (owner) {
            case "java.time.Clock" -> name.startsWith("system");
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.lang.Math" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Random" -> name.equals("<init>") && bare;
            case "java.security.SecureRandom" ->
                name.equals("<init>") || name.startsWith("getInstance");
            case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
            default -> owner.startsWith("java.time.") && name.equals("now") && bare;
          };
        });
  }
}
