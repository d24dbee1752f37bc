package io.genosdb.samples.notes;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.Acls;
import io.genosdb.security.GenosSecurity;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * One line for everybody, which managers may write. The permission {@code publish} means nothing to the database: the application asks
 * for it, and then writes in its own name.
 */
@RestController
class AnnouncementController {

    private static final String NODE = "announcement";
    private static final int LONGEST = 200;

    private final GenosSecurity security;

    AnnouncementController(GenosSecurity security) {
        this.security = security;
    }

    /** What is announced; nothing where it is empty. */
    record Announcement(String text) {

        Announcement {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException("An announcement has at most " + LONGEST + " characters.");
            }
        }
    }

    @PutMapping("/api/announcement")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize("hasAuthority('genosdb:publish')")
    void announce(@RequestBody Announcement announcement) {
        String unused = security.actingFor(GenosSecurity.Principal.APPLICATION, () -> put(announcement));
    }

    private String put(Announcement announcement) {
        Acls acls = security.acls();
        var value = Map.of("type", new JsonString(NODE), "text", new JsonString(announcement.text()));
        String id = acls.set(JsonObject.of(value), NODE);
        acls.grant(id, Acls.EVERYONE, AccessLevel.READ);
        return id;
    }
}
