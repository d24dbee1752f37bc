package io.genosdb.spring.boot.autoconfigure.sync;

import static io.genosdb.spring.boot.autoconfigure.sync.TwoPeers.WRITES;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosRoomAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.relay.GenosRelayAutoConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

/**
 * Two applications in a room over a real, bad network, found over the relay of one of them. Skipped where there is none to be
 * had. The link that is cut is cut for {@code -Dgenosdb.network.cut-seconds=N}.
 */
@Timeout(180)
class RoomFaultTest {

    private static final int CUT_SECONDS = Integer.getInteger("genosdb.network.cut-seconds", 40);

    private TwoPeers peers;

    @SpringBootConfiguration
    @ImportAutoConfiguration({
        GenosAutoConfiguration.class,
        GenosRoomAutoConfiguration.class,
        GenosRelayAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Application {}

    @BeforeEach
    void start() throws IOException {
        List<String> room = List.of(
                "genosdb.relay.embedded.enabled=true",
                "genosdb.rtc.enabled=true",
                "genosdb.rtc.password=together",
                "genosdb.rtc.relays=ws://" + Network.RELAY + ":8080/genosdb/relay");
        peers = TwoPeers.start(TwoPeers.virtualNetwork(), Application.class, room, room);
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    private void meet() throws IOException {
        peers.await(() -> peers.server().peers() == 1 && peers.client().peers() == 1);
    }

    @Test
    void aSlowLinkThatLosesPacketsIsGoodEnough() throws IOException {
        peers.impair(100, 5);
        meet();
        peers.writeOnBothSides("slow");
        peers.awaitEqual(2 * WRITES);
    }

    @Test
    void aLinkThatIsCutInTheMiddleOfWritesHeals() throws IOException {
        meet();
        peers.writeOnBothSides("before");
        peers.awaitEqual(2 * WRITES);
        peers.writeOnBothSides("cut");
        peers.swallow();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(CUT_SECONDS));
        assertThat(peers.isEqual(4 * WRITES)).isFalse();
        peers.deliver();
        peers.awaitEqual(4 * WRITES);
    }

    @Test
    void aRelayThatIsGoneDoesALiveLinkNoHarm() throws IOException {
        meet();
        peers.network().hideRelay();
        peers.await(() -> !peers.client().relay().equals("CONNECTED"));
        peers.writeOnBothSides("alone");
        peers.awaitEqual(2 * WRITES);
        peers.network().unhideRelay();
        peers.await(() -> peers.client().relay().equals("CONNECTED"));
        peers.writeOnBothSides("together");
        peers.awaitEqual(4 * WRITES);
        assertThat(peers.server().joined()).isOne();
        assertThat(peers.client().joined()).isOne();
    }

    @Test
    void aPeerThatMovesToAnotherAddressIsFoundAgain() throws IOException {
        meet();
        peers.writeOnBothSides("before");
        peers.awaitEqual(2 * WRITES);
        peers.network().readdress();
        peers.writeOnBothSides("after");
        peers.awaitEqual(4 * WRITES);
    }
}
