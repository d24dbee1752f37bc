package io.genosdb.spring.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

class VersionTest {

    private final GenosDatabase database = GenosDatabase.inMemory("test");
    private final GenosTemplate nodes = new GenosTemplate(database);
    private final GenosEntityTemplate entities =
            new GenosEntityTemplate(nodes, new GenosMappingContext(), new JacksonGenosConverter());

    @AfterEach
    void close() {
        database.close();
    }

    @GenosNode
    record Account(
            @Id @Nullable String id,
            int balance,
            @Version @Nullable HybridTimestamp version) {

        Account deposit(int amount) {
            return new Account(id, balance + amount, version);
        }
    }

    private HybridTimestamp timestamp(String id) {
        return nodes.get(id).map(Node::timestamp).orElseThrow();
    }

    @Test
    void bindsTheVersionToTheTimestampOfTheNode() {
        Account saved = entities.save(new Account(null, 10, null));

        assertThat(saved.version()).isEqualTo(timestamp(saved.id()));
        assertThat(nodes.get(saved.id()).orElseThrow().value().get("version")).isNull();
        assertThat(entities.findById(saved.id(), Account.class)).contains(saved);
        Account changed = entities.save(saved.deposit(5));
        assertThat(changed.version()).isGreaterThan(saved.version()).isEqualTo(timestamp(saved.id()));
        assertThat(entities.save(changed.deposit(5)).balance()).isEqualTo(20);
    }

    @Test
    void refusesAWriteOverAChangeItHasNotSeen() {
        Account first = entities.save(new Account("a", 10, null));
        Account second = entities.findById("a", Account.class).orElseThrow();
        Account winner = entities.save(first.deposit(1));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.save(second.deposit(2)))
                .withMessageContaining("'a'");
        assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> entities.delete(second));
        assertThat(entities.find(Query.all(), Account.class)).containsExactly(winner);

        entities.delete(winner);
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.save(winner.deposit(2)));
        assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> entities.delete(winner));
        assertThat(nodes.count(Query.all())).isZero();
    }

    @Test
    void refusesToDeleteWhatHasNoVersionYet() {
        Account there = entities.save(new Account("a", 10, null));

        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> entities.delete(new Account("a", 10, null)))
                .withMessageContaining("deleteById");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> entities.deleteAll(List.of(there, new Account("b", 10, null))));
        assertThat(entities.findById("a", Account.class)).contains(there);
    }

    @Test
    void refusesANewEntityWhereThereIsOne() {
        Account there = entities.save(new Account("a", 10, null));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.save(new Account("a", 99, null)));
        assertThat(entities.findById("a", Account.class)).contains(there);
    }

    @Test
    void refusesAllOfABatchForOneStaleEntity() {
        Account stale = entities.save(new Account("a", 10, null));
        Account fresh = entities.save(stale.deposit(1));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.saveAll(List.of(new Account("b", 1, null), stale)));
        assertThat(entities.find(Query.all(), Account.class)).containsExactly(fresh);
    }

    @Test
    void letsExactlyOneOfRacingWritersWinEachRound() throws Exception {
        int writers = 4;
        int rounds = 50;
        entities.save(new Account("a", 0, null));
        var together = new CyclicBarrier(writers);
        ExecutorService executor = Executors.newFixedThreadPool(writers);
        try {
            Callable<Integer> writer = () -> {
                int won = 0;
                for (int round = 0; round < rounds; round++) {
                    Account seen = entities.findById("a", Account.class).orElseThrow();
                    together.await(10, TimeUnit.SECONDS);
                    try {
                        entities.save(seen.deposit(1));
                        won++;
                    } catch (OptimisticLockingFailureException e) {
                        assertThat(e).hasMessageContaining("'a'");
                    }
                    together.await(10, TimeUnit.SECONDS);
                }
                return won;
            };
            int won = 0;
            for (Future<Integer> done : executor.invokeAll(
                    IntStream.range(0, writers).mapToObj(i -> writer).toList())) {
                won += done.get();
            }
            assertThat(won).isEqualTo(rounds);
        } finally {
            executor.shutdown();
        }
        assertThat(entities.findById("a", Account.class).orElseThrow().balance())
                .isEqualTo(rounds);
    }

    @GenosNode
    static class Packed {
        @Id
        @Nullable
        String id;

        @Version
        long version;
    }

    @GenosNode
    record Boxed(@Id String id, @Version @Nullable Long version) {}

    @Test
    void takesAPackedVersionWhereZeroIsNew() {
        var packed = new Packed();

        assertThat(entities.save(packed)).isSameAs(packed);
        assertThat(packed.version).isEqualTo(timestamp(packed.id).packed());
        entities.save(packed);
        assertThat(entities.findById(packed.id, Packed.class).orElseThrow().version)
                .isEqualTo(packed.version);

        Boxed boxed = entities.save(new Boxed("b", 0L));
        assertThat(boxed.version()).isEqualTo(timestamp("b").packed());
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.save(new Boxed("b", null)));
    }

    @GenosNode
    record Transfer(
            @Id @Nullable String id,
            @Edge Account from,
            @Edge Account to) {}

    @Test
    void cascadesToTargetsWithoutAVersionOnly() {
        Account from = entities.save(new Account("from", 10, null));

        Transfer transfer = entities.save(new Transfer(null, from.deposit(-5), new Account("to", 5, null)));

        assertThat(entities.findById("from", Account.class)).contains(from);
        assertThat(transfer.to().version()).isEqualTo(timestamp("to"));
        assertThat(entities.findById(transfer.id(), Transfer.class)
                        .orElseThrow()
                        .to())
                .isEqualTo(transfer.to());
    }

    @Test
    void savesAnEntityTogetherWithItsTargets() {
        Account from = entities.save(new Account("from", 10, null)).deposit(-5);
        Account to = entities.save(new Account("to", 0, null)).deposit(5);

        List<Object> saved = entities.saveAll(List.of(from, to, new Transfer("t", from, to)));

        Transfer transfer = (Transfer) saved.get(2);
        assertThat(transfer.from()).isEqualTo(saved.get(0));
        assertThat(transfer.from().version()).isEqualTo(timestamp("from")).isEqualTo(timestamp("t"));
        assertThat(entities.findById("t", Transfer.class)).contains(transfer);
    }

    @Test
    void countsALinkByOthersAsAChange() {
        Account account = entities.save(new Account("a", 10, null));
        entities.save(new Account("b", 10, null));
        nodes.link("a", "b");

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.save(account.deposit(1)));
    }
}
