package io.genosdb.spring.security;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.SignedWrites;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries that people sign in their wallets: drafted for who has signed in, and taken from the same person only. Whether an entry
 * may be is decided where all entries are judged. Thread-safe.
 *
 * @since 0.1
 */
public final class WalletEntries implements SignedWrites {

    private final Supplier<GenosSecurity> security;
    private final Supplier<? extends GenosOperations> operations;

    /**
     * For one database.
     *
     * @param security gives what drafts and judges; asked at each request
     * @param operations gives the same database
     */
    public WalletEntries(Supplier<GenosSecurity> security, Supplier<? extends GenosOperations> operations) {
        this.security = security;
        this.operations = operations;
    }

    @Override
    public JsonObject draft(@Nullable Principal user, JsonObject request) {
        Address author = author(user);
        JsonArray wanted = EntryJson.elements(request, "writes");
        List<Entry> drafts = security.get().draft(author, version -> {
            var writes = new ArrayList<SlotWrite>(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                writes.add(EntryJson.write(wanted.get(i), version, "body.writes[" + i + "]"));
            }
            return writes;
        });
        List<JsonValue> entries = new ArrayList<>(drafts.size());
        drafts.forEach(draft -> entries.add(EntryJson.json(draft)));
        return JsonObject.of(Map.of("entries", JsonArray.of(entries)));
    }

    @Override
    public JsonObject submit(@Nullable Principal user, JsonObject request) {
        String author = author(user).text();
        JsonArray given = EntryJson.elements(request, "entries");
        EntryFactory factory =
                operations.get().execute(database -> new EntryFactory(database.name(), database.limits()));
        var entries = new ArrayList<Entry>(given.size());
        for (int i = 0; i < given.size(); i++) {
            Entry entry = EntryJson.entry(given.get(i), factory, "body.entries[" + i + "]");
            if (!entry.author().equals(author)) {
                throw new NotPermittedException("entry " + i + " is not of " + author
                        + ", who has signed in: everybody submits their own entries only");
            }
            entries.add(entry);
        }
        security.get().submit(entries);
        return JsonObject.of(Map.of("applied", JsonNumber.of(entries.size())));
    }

    private static Address author(@Nullable Principal user) {
        if (user instanceof GenosAuthentication known && known.isAuthenticated()) {
            return known.address();
        }
        throw new NotPermittedException("nobody has signed in with an address, whose entries these could be");
    }
}
