package io.genosdb.samples.room;

import io.genosdb.spring.GenosOperations;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page where to go. The password, where the room has one, is for its users to know. */
@RestController
class AboutController {

    private final GenosOperations genos;
    private final String appId;
    private final List<URI> relays;

    AboutController(
            GenosOperations genos,
            @Value("${genosdb.rtc.app-id}") String appId,
            @Value("${genosdb.rtc.relays}") List<URI> relays) {
        this.genos = genos;
        this.appId = appId;
        this.relays = relays;
    }

    /**
     * Where the page's room is.
     *
     * @param appId the application that the room belongs to
     * @param room the room's name
     * @param relays where the application looks for peers, its own relay among them
     */
    record About(String appId, String room, List<URI> relays) {}

    @GetMapping("/api/room")
    About room() {
        return new About(appId, genos.room().name(), relays);
    }
}
