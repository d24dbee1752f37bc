package io.genosdb.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Imports run downwards only, the law is pure, and one package knows the libraries for keys. */
class ArchitectureTest {

    private static final String ROOT = "io.genosdb.security";

    private static final JavaClasses SECURITY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void roomsKnowOnlyWhatIsBelowThem() {
        knowsNothingOf("cipher", "identity", "policy");
        knowsNothingOf("identity", "cipher", "policy");
        knowsNothingOf("policy", "cipher");
    }

    private static void knowsNothingOf(String name, String... others) {
        var here = noClasses().that().resideInAPackage(ROOT + "." + name);
        here.should().dependOnClassesThat().resideInAPackage(ROOT).check(SECURITY);
        for (String other : others) {
            here.should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "." + other)
                    .check(SECURITY);
        }
    }

    @Test
    void theLawIsPure() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".policy", ROOT + ".cipher")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.io")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(SECURITY);
    }

    @Test
    void onePackageKnowsTheLibrariesForKeys() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".identity")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("fr.acinq..", "org.bouncycastle..")
                .check(SECURITY);
    }

    @Test
    void thereIsNoSpringHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.micrometer..", "reactor..")
                .check(SECURITY);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        classes().should(resideInNullMarkedPackages()).check(SECURITY);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)").check(SECURITY);
    }

    private static ArchCondition<JavaClass> resideInNullMarkedPackages() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + ": @NullMarked is missing"));
            }
        };
    }
}
