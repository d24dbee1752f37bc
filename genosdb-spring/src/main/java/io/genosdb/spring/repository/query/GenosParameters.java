package io.genosdb.spring.repository.query;

import io.genosdb.live.MapListener;
import io.genosdb.spring.GenosEventListener;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.repository.query.Parameter;
import org.springframework.data.repository.query.Parameters;
import org.springframework.data.repository.query.ParametersSource;

/** The parameters of a query method; listeners are not bound to the query. */
final class GenosParameters extends Parameters<GenosParameters, GenosParameters.GenosParameter> {

    GenosParameters(ParametersSource source) {
        super(source, parameter -> new GenosParameter(parameter, source.getDomainTypeInformation()));
    }

    private GenosParameters(List<GenosParameter> parameters) {
        super(parameters);
    }

    @Override
    protected GenosParameters createFrom(List<GenosParameter> parameters) {
        return new GenosParameters(parameters);
    }

    /** The listeners among the parameters. */
    List<GenosParameter> listeners() {
        return stream().filter(GenosParameter::isListener).toList();
    }

    static final class GenosParameter extends Parameter {

        private final MethodParameter parameter;

        private GenosParameter(MethodParameter parameter, TypeInformation<?> domainType) {
            super(parameter, domainType);
            this.parameter = parameter;
        }

        MethodParameter methodParameter() {
            return parameter;
        }

        boolean isListener() {
            return MapListener.class.isAssignableFrom(getType())
                    || GenosEventListener.class.isAssignableFrom(getType());
        }

        @Override
        public boolean isSpecialParameter() {
            return isListener() || super.isSpecialParameter();
        }
    }
}
