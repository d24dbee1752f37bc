package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.query.Query;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.Library.Artist;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.repository.CrudRepository;

class CrudTest {

    interface Albums extends GenosRepository<Album, String> {}

    @GenosNode
    record Ticket(@Nullable @Id UUID id, String seat) {}

    interface Tickets extends CrudRepository<Ticket, UUID> {
        List<Ticket> findById(UUID id, org.springframework.data.domain.Sort sort);
    }

    interface NoEntities extends CrudRepository<String, String> {}

    private final Library library = new Library();
    private final Albums albums = library.repository(Albums.class);

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void savesAndFinds() {
        Album saved = albums.save(Album.of("Blue", 1971));

        assertThat(saved.id()).isNotNull();
        assertThat(saved.version()).isPositive();
        assertThat(albums.findById(String.valueOf(saved.id()))).contains(saved);
        assertThat(albums.existsById(String.valueOf(saved.id()))).isTrue();
        assertThat(albums.findAll()).containsExactly(saved);
        assertThat(albums.count()).isEqualTo(1);
    }

    @Test
    void savesAndFindsSeveral() {
        List<Album> saved = albums.saveAll(List.of(Album.of("A", 1), Album.of("B", 2), Album.of("C", 3)));
        List<String> ids = saved.stream().map(Album::id).map(String::valueOf).toList();

        assertThat(albums.findAllById(List.of(ids.get(2), "none", ids.get(0))))
                .containsExactly(saved.get(2), saved.get(0));
        assertThat(albums.findAll(Query.where("year").gt(1).toQuery())).containsExactly(saved.get(1), saved.get(2));
        assertThat(albums.count(Query.where("year").gt(1).toQuery())).isEqualTo(2);
    }

    @Test
    void updatesOnlyWhatWasNotChangedMeanwhile() {
        Album first = albums.save(Album.of("Blue", 1971));
        Album second = albums.save(first.withPrice(9.0));

        assertThat(albums.findAll()).containsExactly(second);
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> albums.save(first.withPrice(8.0)));
        assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> albums.delete(first));
        albums.delete(second);
        assertThat(albums.findAll()).isEmpty();
    }

    @Test
    void deletes() {
        List<Album> saved =
                albums.saveAll(List.of(Album.of("A", 1), Album.of("B", 2), Album.of("C", 3), Album.of("D", 4)));
        List<String> ids = saved.stream().map(Album::id).map(String::valueOf).toList();

        albums.deleteById(ids.get(0));
        albums.deleteById("none");
        assertThat(albums.count()).isEqualTo(3);
        albums.deleteAllById(List.of(ids.get(1)));
        albums.deleteAll(List.of(saved.get(2)));
        assertThat(albums.findAll()).containsExactly(saved.get(3));
    }

    @Test
    void deletesSeveralAtOnceOrNone() {
        List<Album> saved = albums.saveAll(List.of(Album.of("A", 1), Album.of("B", 2)));
        Album changed = albums.save(saved.get(1).withPrice(8.0));

        assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> albums.deleteAll(saved));
        assertThat(albums.findAll()).containsExactlyInAnyOrder(saved.get(0), changed);

        albums.deleteAllById(List.of(String.valueOf(saved.get(0).id()), "none", String.valueOf(changed.id())));
        assertThat(albums.findAll()).isEmpty();
    }

    @Test
    void leavesOtherTypesAlone() {
        Artist artist = library.entities.save(new Artist("x", "X", null));
        albums.save(Album.of("A", 1));

        assertThat(albums.findById("x")).isEmpty();
        assertThat(albums.existsById("x")).isFalse();
        albums.deleteById("x");
        albums.deleteAllById(List.of("x"));
        albums.deleteAll();

        assertThat(albums.count()).isZero();
        assertThat(library.entities.findById("x", Artist.class)).contains(artist);
    }

    @Test
    void takesIdentifiersThatAreNoStrings() {
        Tickets tickets = library.repository(Tickets.class);
        Ticket saved = tickets.save(new Ticket(null, "12F"));
        UUID id = java.util.Objects.requireNonNull(saved.id());

        assertThat(tickets.findById(id)).contains(saved);
        assertThat(tickets.existsById(id)).isTrue();
        assertThat(tickets.findById(id, org.springframework.data.domain.Sort.unsorted()))
                .containsExactly(saved);
        assertThat(tickets.findAllById(List.of(id, UUID.randomUUID()))).containsExactly(saved);
    }

    @Test
    void refusesWhatIsNoEntity() {
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> library.repository(NoEntities.class))
                .withMessageContaining("@GenosNode");
    }
}
