package io.genosdb.spring;

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
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Imports run downwards only, rooms on one floor don't know each other, and what is optional stays in its room. */
class ArchitectureTest {

    private static final String ROOT = "io.genosdb.spring";

    /** The ground floor first; the empty name is the root package. */
    private static final List<String> FLOORS =
            List.of("websocket", "convert", "observation", "", "mapping", "entity", "reactive", "repository");

    /** Each depends on the template and what is below it, and nothing depends on them. */
    private static final List<String> LEAVES =
            List.of("listener", "stomp", "metrics", "relay", "repository", "room", "security", "sync");

    /** Packages of optional libraries, and the rooms that may know them. */
    private static final Map<String, List<String>> OPTIONAL = Map.of(
            "reactor..", List.of("reactive", "repository"),
            "org.reactivestreams..", List.of("reactive", "repository"),
            "org.springframework.messaging..", List.of("security", "stomp"),
            "org.springframework.web..", List.of("relay", "security", "stomp", "sync", "websocket"),
            "org.springframework.security..", List.of("security"),
            "org.springframework.security.web.webauthn..", List.of("security.passkey"),
            "io.genosdb.security..", List.of("security"),
            "jakarta.servlet..", List.of("relay", "security"),
            "io.genosdb.rtc..", List.of("relay"),
            "io.micrometer.core..", List.of("metrics"));

    private static final JavaClasses SPRING = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static String[] rooms(Stream<String> names) {
        return names.map(name -> name.isEmpty() ? ROOT : ROOT + "." + name + "..")
                .toArray(String[]::new);
    }

    private static String[] room(String name) {
        return rooms(Stream.of(name));
    }

    @Test
    void importsRunDownwards() {
        for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
            noClasses()
                    .that()
                    .resideInAnyPackage(room(FLOORS.get(floor)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms(FLOORS.stream().skip(floor + 1L)))
                    .check(SPRING);
        }
    }

    @Test
    void nothingDependsOnALeaf() {
        for (String leaf : LEAVES) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(room(leaf))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(room(leaf))
                    .allowEmptyShould(true)
                    .check(SPRING);
        }
    }

    @Test
    void whatIsOptionalStaysInItsRoom() {
        OPTIONAL.forEach((library, homes) -> noClasses()
                .that()
                .resideOutsideOfPackages(rooms(homes.stream()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(SPRING));
    }

    @Test
    void worksWithoutBoot() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .check(SPRING);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        classes().should(resideInNullMarkedPackages()).check(SPRING);
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
                .check(SPRING);
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
