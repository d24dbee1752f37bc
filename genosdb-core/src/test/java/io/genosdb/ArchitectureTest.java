package io.genosdb;

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
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Imports run downwards only, and the core knows nothing of Spring. */
class ArchitectureTest {

    /** The ground floor first. */
    private static final List<String> FLOORS =
            List.of("value", "clock", "graph", "query", "live", "storage", "sync", "room", "guard");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.genosdb");

    @Test
    void importsRunDownwards() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            String[] above = FLOORS.subList(floor + 1, FLOORS.size()).stream()
                    .map(name -> "io.genosdb." + name + "..")
                    .toArray(String[]::new);
            var here = noClasses().that().resideInAPackage("io.genosdb." + FLOORS.get(floor) + "..");
            here.should().dependOnClassesThat().resideInAPackage("io.genosdb").check(CORE);
            if (above.length > 0) {
                here.should().dependOnClassesThat().resideInAnyPackage(above).check(CORE);
            }
        }
        noClasses()
                .that()
                .resideInAPackage("io.genosdb.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.genosdb.query..", "io.genosdb.live..")
                .check(CORE);
    }

    @Test
    void wireAndReconciliationKnowNothingOfSessionsNorTransports() {
        noClasses()
                .that()
                .resideInAPackage("io.genosdb.sync.wire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.genosdb.sync", "io.genosdb.sync.reconcile", "io.genosdb.sync.transport")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("io.genosdb.sync.reconcile")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.genosdb.sync", "io.genosdb.sync.wire", "io.genosdb.sync.transport")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("io.genosdb.sync")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.genosdb.sync.transport")
                .check(CORE);
    }

    @Test
    void theCoreIsPlainJava() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.micrometer..", "reactor..")
                .check(CORE);
    }

    @Test
    void timeAndRandomnessAreHandedIn() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.genosdb.GenosDatabase$Builder")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CORE);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        classes().should(resideInNullMarkedPackages()).check(CORE);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(CORE);
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
