package io.genosdb.samples.notes;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.AccessList;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

/**
 * What the application does for who is signed in. It signs, and says for whom; every replica judges the entries by the rights of both.
 * Reading shows what they may read. The annotations only say early what the database would say anyway.
 */
@Service
class Notebook {

    private final NoteRepository notes;
    private final PersonRepository people;
    private final GenosSecurity security;

    Notebook(NoteRepository notes, PersonRepository people, GenosSecurity security) {
        this.notes = notes;
        this.people = people;
        this.security = security;
    }

    List<Note> all() {
        return notes.findAll();
    }

    Optional<Note> find(String id) {
        return notes.findById(id);
    }

    @Nullable
    AccessList access(String id) {
        return security.acls().permissions(id);
    }

    @PreAuthorize("#id == null ? hasAuthority('genosdb:write') : hasPermission(#id, 'node', 'write')")
    void write(@Nullable String id, String title, String text) {
        if (id != null) {
            notes.save(new Note(id, title, text));
            return;
        }
        notes.save(new Note(newId(me()), title, text));
        people.findById(Person.idOf(me())).map(Person::withOneMore).ifPresent(people::save);
    }

    static String newId(String owner) {
        return owner + "/" + UUID.randomUUID();
    }

    @PreAuthorize("hasPermission(#id, 'node', 'delete')")
    void remove(String id) {
        notes.deleteById(id);
    }

    void share(String id, String with, AccessLevel level) {
        security.acls().grant(id, with, level);
    }

    void unshare(String id, String with) {
        security.acls().revoke(id, with);
    }

    void introduce(String name) {
        people.save(new Person(Person.idOf(me()), name, 0));
    }

    @PreAuthorize("hasAuthority('genosdb:assignRole')")
    void assign(String address, String role, @Nullable Instant until) {
        security.assignRole(Address.parse(address), role, until);
    }

    private static String me() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? "" : authentication.getName();
    }
}
