package io.genosdb.samples.notes;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.AccessList;
import io.genosdb.security.GenosSecurity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * Notes, as far as who asks may read them, and what the application writes for who is signed in: it signs, and says for whom; every
 * replica judges the entries by the rights of both. The annotations only say early what the database says anyway.
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

    @PreAuthorize("hasAuthority('genosdb:write')")
    Note create(String owner, String title, String text) {
        Note note = notes.save(new Note(owner + "/" + UUID.randomUUID(), title, text));
        people.findById(Person.idOf(owner)).map(Person::withOneMore).ifPresent(people::save);
        return note;
    }

    @PreAuthorize("hasPermission(#note.id, 'node', 'write')")
    Note edit(Note note) {
        return notes.save(note);
    }

    @PreAuthorize("hasPermission(#id, 'node', 'delete')")
    void remove(String id) {
        notes.deleteById(id);
    }

    /** Who may do what with a note; nothing for those who may not read it. */
    @Nullable
    AccessList access(String id) {
        return security.acls().permissions(id);
    }

    void share(String id, String with, AccessLevel level) {
        security.acls().grant(id, with, level);
    }

    void unshare(String id, String with) {
        security.acls().revoke(id, with);
    }
}
