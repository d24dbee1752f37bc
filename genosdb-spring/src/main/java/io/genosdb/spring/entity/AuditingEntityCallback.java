package io.genosdb.spring.entity;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.core.Ordered;
import org.springframework.data.auditing.IsNewAwareAuditingHandler;

/**
 * Fills in who created and changed an entity and when, before it is saved. Thread-safe.
 *
 * @since 0.1
 */
public final class AuditingEntityCallback implements BeforeConvertCallback<Object>, Ordered {

    private static final int ORDER = 100;

    private final ObjectFactory<IsNewAwareAuditingHandler> auditingHandler;

    /**
     * Makes the callback.
     *
     * @param auditingHandler gives the handler when it is first needed
     */
    public AuditingEntityCallback(ObjectFactory<IsNewAwareAuditingHandler> auditingHandler) {
        this.auditingHandler = auditingHandler;
    }

    @Override
    public Object onBeforeConvert(Object entity) {
        return auditingHandler.getObject().markAudited(entity);
    }

    /** After callbacks that say nothing and are given an order of less than 100. */
    @Override
    public int getOrder() {
        return ORDER;
    }
}
