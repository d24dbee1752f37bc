package io.genosdb.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.identity.Address;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryTokenStoreTest {

    private static final Address ALICE = new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private static final Address BOB = new Address("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");

    private final TestClock clock = new TestClock();
    private final TokenStore tokens = new InMemoryTokenStore(Duration.ofHours(1), 40, clock, new SecureRandom());

    @Test
    void knowsWhoseTokenItIsUntilItExpires() {
        TokenStore.Issued issued = tokens.issue(ALICE);
        assertThat(tokens.find(issued.token())).contains(ALICE);
        assertThat(issued.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        clock.advance(Duration.ofHours(1));
        assertThat(tokens.find(issued.token())).isEmpty();
    }

    @Test
    void doesNotShowTheToken() {
        TokenStore.Issued issued = tokens.issue(ALICE);
        assertThat(issued.toString()).doesNotContain(issued.token());
    }

    @Test
    void takesTokensBack() {
        String one = tokens.issue(ALICE).token();
        String two = tokens.issue(ALICE).token();
        String three = tokens.issue(ALICE).token();
        String bobs = tokens.issue(BOB).token();
        tokens.revoke(one);
        tokens.revoke("unknown");
        assertThat(tokens.find(one)).isEmpty();
        assertThat(tokens.find(two)).contains(ALICE);
        tokens.revokeAll(ALICE);
        assertThat(tokens.find(two)).isEmpty();
        assertThat(tokens.find(three)).isEmpty();
        assertThat(tokens.find(bobs)).contains(BOB);
    }

    @Test
    void nobodyPushesOthersOutByAskingForMany() {
        String bobs = tokens.issue(BOB).token();
        List<String> alices = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            alices.add(tokens.issue(ALICE).token());
        }
        assertThat(tokens.find(bobs)).contains(BOB);
        assertThat(alices.stream().filter(token -> tokens.find(token).isPresent()))
                .hasSize(InMemoryTokenStore.CAPACITY_EACH);
    }

    @Test
    void theEldestMakeRoom() {
        var small = new InMemoryTokenStore(Duration.ofHours(1), 2, clock, new SecureRandom());
        String first = small.issue(ALICE).token();
        String second = small.issue(BOB).token();
        String third = small.issue(BOB).token();
        assertThat(small.find(first)).isEmpty();
        assertThat(small.find(second)).contains(BOB);
        assertThat(small.find(third)).contains(BOB);
    }
}
