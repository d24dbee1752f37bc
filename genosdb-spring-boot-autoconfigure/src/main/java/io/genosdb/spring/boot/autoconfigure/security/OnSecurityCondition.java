package io.genosdb.spring.boot.autoconfigure.security;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Security is on where there is a superadmin: a list, which conditions on properties do not see. */
final class OnSecurityCondition extends SpringBootCondition {

    static final String SUPER_ADMINS = "genosdb.security.super-admins";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("GenosDB security");
        return isOn(context.getEnvironment())
                ? ConditionOutcome.match(message.found("property").items(SUPER_ADMINS))
                : ConditionOutcome.noMatch(message.didNotFind("property").items(SUPER_ADMINS));
    }

    static boolean isOn(Environment environment) {
        return !Binder.get(environment)
                .bind(SUPER_ADMINS, Bindable.listOf(String.class))
                .orElseGet(List::of)
                .isEmpty();
    }
}
