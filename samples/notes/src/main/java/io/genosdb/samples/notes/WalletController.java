package io.genosdb.samples.notes;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Limits;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.GenosOperations;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For those who sign themselves: drafts entries, and takes them when they are signed. */
@RestController
class WalletController {

    private final Drafts drafts;
    private final GenosSecurity security;
    private final EntryFactory entries;

    WalletController(Drafts drafts, GenosSecurity security, GenosOperations genos) {
        this.drafts = drafts;
        this.security = security;
        this.entries = genos.execute(database -> new EntryFactory(database.name(), Limits.DEFAULTS));
    }

    @PostMapping("/api/drafts")
    List<EntryJson> draft(@RequestBody Change change, Principal user) {
        return drafts.of(change, Address.parse(user.getName())).stream()
                .map(EntryJson::of)
                .toList();
    }

    @PostMapping("/api/entries")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void submit(@RequestBody List<EntryJson> signed, Principal user) {
        List<Entry> submitted =
                signed.stream().map(entry -> entry.toEntry(entries)).toList();
        if (!submitted.stream().allMatch(entry -> entry.author().equals(user.getName()))) {
            throw new NotPermittedException("Only entries of " + user.getName() + " are taken in this session.");
        }
        security.submit(submitted);
    }
}
