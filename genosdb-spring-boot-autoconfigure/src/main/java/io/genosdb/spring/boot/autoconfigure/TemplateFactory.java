package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.observation.GenosOperationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the templates of all databases alike. */
final class TemplateFactory {

    private final GenosConverter converter;
    private final GenosExceptionTranslator translator;
    private final ObjectProvider<ObservationRegistry> observations;
    private final ObjectProvider<GenosOperationConvention> convention;

    TemplateFactory(
            GenosConverter converter,
            GenosExceptionTranslator translator,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<GenosOperationConvention> convention) {
        this.converter = converter;
        this.translator = translator;
        this.observations = observations;
        this.convention = convention;
    }

    GenosTemplate template(GenosDatabase database) {
        var template = new GenosTemplate(database, converter);
        template.setExceptionTranslator(translator);
        observations.ifUnique(template::setObservationRegistry);
        convention.ifUnique(template::setObservationConvention);
        return template;
    }
}
