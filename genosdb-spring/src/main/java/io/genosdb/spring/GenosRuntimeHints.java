package io.genosdb.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What a native image has to know of the database: the storage engines, which are looked up by name, RocksDB's library and the
 * classes that it makes from native code, and the tables of ICU by which text is compared.
 */
final class GenosRuntimeHints implements RuntimeHintsRegistrar {

    private static final String ROCKS_DB = "org.rocksdb.RocksDB";
    private static final String MV_STORE = "org.h2.mvstore.MVStore";

    /** Made by RocksDB's native code when something fails. */
    private static final List<String> MADE_BY_ROCKS_DB = List.of("org.rocksdb.RocksDBException", "org.rocksdb.Status");

    GenosRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources()
                .registerPattern("com/ibm/icu/ICUConfig.properties")
                .registerPattern("com/ibm/icu/impl/data/icudata/*.nrm")
                .registerPattern("com/ibm/icu/impl/data/icudata/*.icu")
                .registerPattern("com/ibm/icu/impl/data/icudata/*.res")
                .registerPattern("com/ibm/icu/impl/data/icudata/coll/*");
        if (ClassUtils.isPresent(MV_STORE, classLoader)) {
            hints.reflection().registerType(TypeReference.of(MV_STORE));
        }
        if (ClassUtils.isPresent(ROCKS_DB, classLoader)) {
            hints.reflection().registerType(TypeReference.of(ROCKS_DB));
            hints.resources().registerPattern("librocksdbjni-*");
            MADE_BY_ROCKS_DB.forEach(type -> hints.jni()
                    .registerType(
                            TypeReference.of(type),
                            builder -> builder.withMembers(
                                    MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                                    MemberCategory.INVOKE_DECLARED_METHODS)));
        }
    }
}
