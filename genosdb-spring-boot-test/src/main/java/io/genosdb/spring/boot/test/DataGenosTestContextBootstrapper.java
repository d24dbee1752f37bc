package io.genosdb.spring.boot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Knows that the annotation is {@link DataGenosTest}. */
class DataGenosTestContextBootstrapper extends TestSliceTestContextBootstrapper<DataGenosTest> {}
