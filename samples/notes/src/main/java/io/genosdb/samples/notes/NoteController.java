package io.genosdb.samples.notes;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.AccessList;
import io.genosdb.security.identity.Address;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Notes. A note's identifier is its owner's address and a name, with a slash between them. */
@RestController
@RequestMapping("/api/notes")
class NoteController {

    private final Notebook notebook;

    NoteController(Notebook notebook) {
        this.notebook = notebook;
    }

    /** What people write. */
    record Draft(String title, String text) {}

    /** What somebody may do with a note. */
    record Share(AccessLevel level) {}

    /**
     * Who may do what with a note.
     *
     * @param owner whose it is
     * @param others what others may do, by address
     * @param everyone what everybody may do, or {@code null} for nothing
     */
    record Access(
            String owner,
            Map<String, AccessLevel> others,
            @Nullable AccessLevel everyone) {

        private static Access of(AccessList list) {
            Map<String, AccessLevel> others = list.collaborators().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().text(), Map.Entry::getValue));
            return new Access(list.owner().text(), others, list.everyone());
        }
    }

    @GetMapping
    List<Note> all() {
        return notebook.all();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Note create(@RequestBody Draft draft, Principal user) {
        return notebook.create(user.getName(), draft.title(), draft.text());
    }

    @GetMapping("/{owner}/{name}")
    ResponseEntity<Note> note(@PathVariable String owner, @PathVariable String name) {
        return ResponseEntity.of(notebook.find(id(owner, name)));
    }

    @PutMapping("/{owner}/{name}")
    Note edit(@PathVariable String owner, @PathVariable String name, @RequestBody Draft draft) {
        return notebook.edit(new Note(id(owner, name), draft.title(), draft.text()));
    }

    @DeleteMapping("/{owner}/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String owner, @PathVariable String name) {
        notebook.remove(id(owner, name));
    }

    @GetMapping("/{owner}/{name}/access")
    ResponseEntity<Access> access(@PathVariable String owner, @PathVariable String name) {
        AccessList list = notebook.access(id(owner, name));
        return list == null ? ResponseEntity.notFound().build() : ResponseEntity.ok(Access.of(list));
    }

    /** With an address, or with {@code *} for everybody. */
    @PutMapping("/{owner}/{name}/access/{with}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void share(
            @PathVariable String owner,
            @PathVariable String name,
            @PathVariable String with,
            @RequestBody Share share) {
        notebook.share(id(owner, name), with, share.level());
    }

    @DeleteMapping("/{owner}/{name}/access/{with}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unshare(@PathVariable String owner, @PathVariable String name, @PathVariable String with) {
        notebook.unshare(id(owner, name), with);
    }

    private static String id(String owner, String name) {
        return Address.parse(owner).text() + "/" + name;
    }
}
