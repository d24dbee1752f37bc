package io.genosdb.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

class GenosRuntimeHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    GenosRuntimeHintsTest() {
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class)
                .stream()
                .filter(GenosRuntimeHints.class::isInstance)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
    }

    @Test
    void storageEnginesAreFoundByName() {
        assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of("org.h2.mvstore.MVStore")))
                .accepts(hints);
    }

    @Test
    void tablesOfTextAreThere() {
        for (String table : new String[] {"nfc.nrm", "ucase.icu", "uprops.icu", "root.res", "coll/ucadata.icu"}) {
            String resource = "com/ibm/icu/impl/data/icudata/" + table;
            assertThat(RuntimeHintsPredicates.resource().forResource(resource))
                    .as(resource)
                    .accepts(hints);
            assertThat(getClass().getClassLoader().getResource(resource))
                    .as(resource)
                    .isNotNull();
        }
    }

    @Test
    void anEngineThatIsNotThereLeavesNoTrace() {
        var none = new RuntimeHints();
        new GenosRuntimeHints().registerHints(none, ClassLoader.getPlatformClassLoader());

        assertThat(none.reflection().typeHints()).isEmpty();
        assertThat(none.jni().typeHints()).isEmpty();
        assertThat(RuntimeHintsPredicates.resource().forResource("librocksdbjni-linux64.so"))
                .rejects(none);
    }
}
