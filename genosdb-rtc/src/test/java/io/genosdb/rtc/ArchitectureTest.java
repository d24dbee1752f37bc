package io.genosdb.rtc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Imports run downwards only, decisions are pure, and one package knows that there is a native library. */
class ArchitectureTest {

    private static final String ROOT = "io.genosdb.rtc";

    private static final JavaClasses RTC = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void roomsKnowOnlyWhatIsBelowThem() {
        knowsNothingOf("nostr", List.of("relay", "signal", "transport", "wire"));
        knowsNothingOf("relay", List.of("signal", "transport", "wire"));
        knowsNothingOf("signal", List.of("nostr", "relay", "wire"));
        knowsNothingOf("transport", List.of("nostr", "relay", "signal", "wire"));
        knowsNothingOf("wire", List.of("nostr", "relay", "signal", "transport"));
    }

    private static void knowsNothingOf(String name, List<String> others) {
        String[] packages = others.stream().map(other -> ROOT + "." + other).toArray(String[]::new);
        var here = noClasses().that().resideInAPackage(ROOT + "." + name);
        here.should().dependOnClassesThat().resideInAPackage(ROOT).check(RTC);
        here.should().dependOnClassesThat().resideInAnyPackage(packages).check(RTC);
    }

    @Test
    void decisionsArePure() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".signal", ROOT + ".wire", ROOT + ".relay")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.io")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(RTC);
    }

    @Test
    void oneRoomKnowsTheNativeLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".transport")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.onvoid..")
                .check(RTC);
    }

    @Test
    void thereIsNoSpringHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.micrometer..", "reactor..")
                .check(RTC);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        classes().should(resideInNullMarkedPackages()).check(RTC);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)").check(RTC);
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
