package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.UnlawfulStoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do where a store does not fit the superadmins and roles of today. */
final class UnlawfulStoreFailureAnalyzer extends AbstractFailureAnalyzer<UnlawfulStoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnlawfulStoreException cause) {
        return new FailureAnalysis(
                "The store does not fit the security that is configured: " + cause.getMessage() + ".", """
                        Nothing was changed on disk.

                        - Look for a slip in genosdb.security.super-admins and genosdb.security.roles: all replicas need \
                        the same, and the ones with which the store was written; or
                        - where superadmins are to be replaced, let a new one give all roles again before the old one is \
                        left out; or
                        - where the store was written without security, remove the properties genosdb.security.*, and \
                        put its nodes into a new store with security.""", cause);
    }
}
