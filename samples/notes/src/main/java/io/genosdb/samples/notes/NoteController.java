package io.genosdb.samples.notes;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.AccessList;
import io.genosdb.security.identity.Address;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Notes, as far as who asks may read them; and changes that the application makes on behalf of who is signed in. */
@RestController
class NoteController {

    private final Notebook notebook;

    NoteController(Notebook notebook) {
        this.notebook = notebook;
    }

    /**
     * Who may do what with a note.
     *
     * @param owner whose it is
     * @param others what others may do, by address
     * @param everyone what everybody may do, or {@code null} for nothing
     */
    record Access(
            String owner, Map<String, AccessLevel> others, @Nullable AccessLevel everyone) {

        private static Access of(AccessList list) {
            Map<String, AccessLevel> others = list.collaborators().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().text(), Map.Entry::getValue));
            return new Access(list.owner().text(), others, list.everyone());
        }
    }

    @GetMapping("/api/notes")
    List<Note> all() {
        return notebook.all();
    }

    @GetMapping("/api/notes/{owner}/{name}")
    ResponseEntity<Note> note(@PathVariable Address owner, @PathVariable String name) {
        return ResponseEntity.of(notebook.find(owner.text() + "/" + name));
    }

    @GetMapping("/api/notes/{owner}/{name}/access")
    ResponseEntity<Access> access(@PathVariable Address owner, @PathVariable String name) {
        AccessList list = notebook.access(owner.text() + "/" + name);
        return list == null ? ResponseEntity.notFound().build() : ResponseEntity.ok(Access.of(list));
    }

    @PostMapping("/api/changes")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(@RequestBody Change change) {
        change.apply(notebook);
    }
}
