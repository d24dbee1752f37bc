package io.genosdb.samples.notes;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Drafts entries that people sign with keys that never come here: what the database writes when it is asked in Java. */
@Service
class Drafts {

    private final PersonRepository people;
    private final GenosSecurity security;

    Drafts(PersonRepository people, GenosSecurity security) {
        this.people = people;
        this.security = security;
    }

    /** The entries of a change, without signatures. They share one version, and are submitted together. */
    List<Entry> of(Change change, Address author) {
        Optional<Person> person = people.findById(Person.idOf(author.text()));
        return security.draft(author, version -> change.draft(new Page(author.text(), version, person)));
    }

    /**
     * What a change is written on.
     *
     * @param author who will sign
     * @param version what all entries get
     * @param person what the author has said of themselves
     */
    record Page(String author, Version version, Optional<Person> person) {

        List<SlotWrite> write(@Nullable String id, String title, String text) {
            if (id != null) {
                return List.of(value(id, new Note(id, title, text).value()));
            }
            var writes = new ArrayList<SlotWrite>();
            String newId = Notebook.newId(author);
            writes.add(value(newId, new Note(newId, title, text).value()));
            person.map(Person::withOneMore).ifPresent(more -> writes.add(value(more.id(), more.value())));
            return writes;
        }

        List<SlotWrite> remove(String id) {
            return List.of(new SlotWrite(id, Slot.TOMBSTONE, null));
        }

        List<SlotWrite> share(String id, String with, AccessLevel level) {
            String name = level.name().toLowerCase(Locale.ROOT);
            return List.of(acl(id, Map.of("grant", new JsonString(with), "level", new JsonString(name))));
        }

        List<SlotWrite> unshare(String id, String with) {
            return List.of(acl(id, Map.of("revoke", new JsonString(with))));
        }

        /** The welcome: who has no role may give themselves that of a guest, once, and say who they are. */
        List<SlotWrite> introduce(String name) {
            String id = Person.idOf(author);
            SlotWrite profile = value(id, new Person(id, name, person.map(Person::notes).orElse(0)).value());
            return person.isPresent() ? List.of(profile) : List.of(role(id, Map.of("role", new JsonString("guest"))), profile);
        }

        List<SlotWrite> assign(String address, String role, @Nullable Instant until) {
            var payload = new LinkedHashMap<String, JsonValue>();
            payload.put("role", new JsonString(role));
            if (until != null) {
                payload.put("expiresAt", JsonNumber.of(until.toEpochMilli()));
            }
            return List.of(role(Person.idOf(Address.parse(address).text()), payload));
        }

        private static SlotWrite value(String id, JsonObject value) {
            return new SlotWrite(id, Slot.VALUE, value);
        }

        private SlotWrite acl(String id, Map<String, JsonValue> payload) {
            return new SlotWrite(id, new Slot.Acl(version.text()), JsonObject.of(payload));
        }

        private SlotWrite role(String id, Map<String, JsonValue> payload) {
            return new SlotWrite(id, new Slot.Role(version.text()), JsonObject.of(payload));
        }
    }
}
