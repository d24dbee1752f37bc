package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;

/** Makes the templates of all databases alike. */
final class TemplateFactory {

    private final GenosConverter converter;
    private final GenosExceptionTranslator translator;

    TemplateFactory(GenosConverter converter, GenosExceptionTranslator translator) {
        this.converter = converter;
        this.translator = translator;
    }

    GenosTemplate template(GenosDatabase database) {
        var template = new GenosTemplate(database, converter);
        template.setExceptionTranslator(translator);
        return template;
    }
}
