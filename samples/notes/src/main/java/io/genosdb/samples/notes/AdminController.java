package io.genosdb.samples.notes;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.guard.Refusal;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What administrators see. Roles are given by superadmins, and nobody signs for a superadmin: who comes with a wallet sends signed
 * entries, and who may assign roles without being one can ask here.
 */
@RestController
@RequestMapping("/api/admin")
class AdminController {

    private final GenosSecurity security;
    private final PersonRepository people;
    private final RefusedPeers refusedPeers;

    AdminController(GenosSecurity security, PersonRepository people, RefusedPeers refusedPeers) {
        this.security = security;
        this.people = people;
        this.refusedPeers = refusedPeers;
    }

    /**
     * Somebody with a role.
     *
     * @param application whether it is this application itself
     */
    record User(String address, String name, int notes, String role, boolean application) {}

    /**
     * A role for somebody.
     *
     * @param until when it ends, or {@code null}
     */
    record Assignment(String role, @Nullable Instant until) {}

    /**
     * An entry that was not let in.
     *
     * @param at when its author says to have written it
     */
    record Rejected(String author, String node, String slot, Instant at, String reason) {

        private static Rejected of(Refusal refusal) {
            Entry entry = refusal.entry();
            return new Rejected(
                    entry.author(),
                    entry.nodeId(),
                    entry.slot().text(),
                    new HybridTimestamp(entry.timestamp()).instant(),
                    refusal.reason());
        }
    }

    /**
     * What was not let in.
     *
     * @param parked how many entries are kept aside, since what would permit them may still arrive
     * @param rejected the last ones, the newest first
     * @param peers peers that were turned away, the newest first
     */
    record Rejections(int parked, List<Rejected> rejected, List<RefusedPeers.RefusedPeer> peers) {}

    @GetMapping("/users")
    List<User> users() {
        return security.assignments().entrySet().stream()
                .map(held -> user(held.getKey().text(), held.getValue()))
                .sorted(Comparator.comparing(User::address))
                .toList();
    }

    private User user(String address, String role) {
        var person = people.findById(Person.idOf(address)).orElseGet(() -> new Person(Person.idOf(address), "", 0));
        boolean isThis = security.address().text().equals(address);
        return new User(address, person.name(), person.notes(), role, isThis);
    }

    @PutMapping("/users/{address}/role")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize("hasAuthority('genosdb:assignRole')")
    void assign(@PathVariable String address, @RequestBody Assignment assignment) {
        security.assignRole(Address.parse(address), assignment.role(), assignment.until());
    }

    @GetMapping("/roles")
    List<String> roles() {
        return security.roles().all().stream().map(Role::name).toList();
    }

    @GetMapping("/rejections")
    Rejections rejections() {
        return new Rejections(
                security.parked(),
                security.refusals().stream().map(Rejected::of).toList(),
                refusedPeers.last());
    }
}
