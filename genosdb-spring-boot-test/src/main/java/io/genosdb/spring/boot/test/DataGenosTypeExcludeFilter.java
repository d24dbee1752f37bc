package io.genosdb.spring.boot.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves out of component scans what {@link DataGenosTest} doesn't ask for. Repositories are not found by such a scan. */
final class DataGenosTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<DataGenosTest> {

    DataGenosTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
