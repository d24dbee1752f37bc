package io.genosdb.security.testing;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.SimulatedDatabases;
import io.genosdb.guard.GuardFactory;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Identity;
import java.util.function.UnaryOperator;

/** A database with its guard, and who it is. */
public final class Member implements AutoCloseable {

    private final Identity identity;
    private final GenosSecurity security;
    private final GenosDatabase database;

    public Member(
            Identity identity,
            GenosSecurity security,
            UnaryOperator<GuardFactory> tampering,
            DatabaseBuilder builder,
            VirtualTime time) {
        this.identity = identity;
        this.security = security;
        this.database = SimulatedDatabases.open(builder.guard(tampering.apply(security)), time.executor());
    }

    public Identity identity() {
        return identity;
    }

    public String address() {
        return identity.address().text();
    }

    public GenosSecurity security() {
        return security;
    }

    public GenosDatabase database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }
}
