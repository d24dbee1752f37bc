package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.Library.Artist;
import io.genosdb.value.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.QueryCreationException;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class LiveRepositoryTest {

    interface Albums extends GenosRepository<Album, String> {
        Subscription findNodesByYear(int year, MapListener listener);

        Subscription findByYear(int year, GenosEventListener<Album> listener);

        Subscription findByYear(int year, Sort sort, Limit limit, GenosEventListener<Album> listener);

        Subscription findByArtistId(String artist, GenosEventListener<Album> listener);

        @io.genosdb.spring.repository.Query("{ year: { $gt: ?0 } }")
        Subscription after(int year, GenosEventListener<Album> listener);

        Flux<MapEvent> findFluxByYear(int year);

        Flux<GenosEvent<Album>> findEventsByYear(int year);

        @io.genosdb.spring.repository.Query("{ year: { $gt: ?0 } }")
        Flux<GenosEvent<Album>> eventsAfter(int year);

        List<Album> findListByYear(int year);
    }

    private final Library library = new Library();
    private final Albums albums = library.repository(Albums.class);
    private final BlockingQueue<GenosEvent<Album>> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<MapEvent> raw = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        library.close();
    }

    private GenosEvent<Album> next() throws InterruptedException {
        GenosEvent<Album> event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return java.util.Objects.requireNonNull(event);
    }

    @Test
    void entitiesAsTheyComeAndGo() throws InterruptedException {
        Album first = albums.save(Album.of("A", 1970).withId("a"));
        Subscription subscription = albums.findByYear(1970, events::add);
        assertThat(next()).satisfies(event -> {
            assertThat(event.action()).isEqualTo(Action.INITIAL);
            assertThat(event.value()).isEqualTo(first);
        });

        library.database.put(JsonObject.parse("{\"year\":1970}"), "foreign");
        Album second = albums.save(Album.of("B", 1970).withId("b"));
        assertThat(next()).extracting(GenosEvent::action, GenosEvent::value).containsExactly(Action.ADDED, second);
        albums.deleteById("b");
        assertThat(next()).extracting(GenosEvent::action, GenosEvent::id).containsExactly(Action.REMOVED, "b");
        subscription.close();
    }

    @Test
    void nodesOfTheTypeOnly() {
        library.database.put(JsonObject.parse("{\"year\":1970}"), "foreign");
        albums.save(Album.of("A", 1970).withId("a"));

        Subscription subscription = albums.findNodesByYear(1970, raw::add);

        assertThat(raw).extracting(MapEvent::id).containsExactly("a");
        subscription.close();
    }

    @Test
    void windowsEdgesAndAnnotations() {
        Artist artist = library.entities.save(new Artist("x", "X", null));
        albums.save(Album.of("A", 1970).withId("a").withArtist(artist));
        albums.save(Album.of("B", 1970).withId("b"));

        albums.findByYear(1970, Sort.by("title").descending(), Limit.of(1), events::add);
        assertThat(events).extracting(GenosEvent::id).containsExactly("b");
        events.clear();
        albums.findByArtistId("x", events::add);
        assertThat(events).extracting(GenosEvent::id).containsExactly("a");
        events.clear();
        albums.after(1969, events::add);
        assertThat(events).hasSize(2);
        events.clear();
        albums.findAll(Query.where("title").is("A").toQuery(), events::add);
        assertThat(events).extracting(GenosEvent::id).containsExactly("a");
    }

    @Test
    void asAFlux() {
        Album first = albums.save(Album.of("A", 1970).withId("a"));
        library.database.put(JsonObject.parse("{\"year\":1970}"), "foreign");

        StepVerifier.create(albums.findEventsByYear(1970).map(GenosEvent::value).take(2))
                .expectNext(first)
                .then(() -> albums.save(Album.of("B", 1970).withId("b")))
                .expectNextMatches(album -> album.title().equals("B"))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        StepVerifier.create(albums.findFluxByYear(1970).map(MapEvent::id).take(2))
                .expectNext("a", "b")
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        StepVerifier.create(albums.eventsAfter(1969).map(GenosEvent::id).take(2))
                .expectNext("a", "b")
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void aFluxEndsWithTheRepository() {
        albums.save(Album.of("A", 1970).withId("a"));

        StepVerifier.create(albums.findFluxByYear(1970))
                .expectNextCount(1)
                .then(library.factory::stop)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void aFluxMakesNoOtherMethodReactive() {
        albums.save(Album.of("A", 1970).withId("a"));

        assertThat(albums.findListByYear(1970)).hasSize(1);
        assertThat(albums.findById("a")).isPresent();
        assertThat(albums.findAll(Sort.by("title"))).hasSize(1);
    }

    private void assertRefused(Class<?> repository, String part) {
        assertThatExceptionOfType(QueryCreationException.class)
                .isThrownBy(() -> library.repository(repository))
                .withMessageContaining(part)
                .withCauseInstanceOf(InvalidQueryException.class);
    }

    interface Across extends GenosRepository<Album, String> {
        Subscription findByArtistName(String name, MapListener listener);
    }

    interface Paged extends GenosRepository<Album, String> {
        Subscription findByYear(int year, Pageable pageable, MapListener listener);
    }

    interface NoListener extends GenosRepository<Album, String> {
        Subscription findByYear(int year);
    }

    interface NoSubscription extends GenosRepository<Album, String> {
        List<Album> findByYear(int year, MapListener listener);
    }

    interface OtherEntity extends GenosRepository<Album, String> {
        Subscription findByYear(int year, GenosEventListener<Artist> listener);
    }

    interface FluxOfEntities extends GenosRepository<Album, String> {
        Flux<Album> findByYear(int year);
    }

    interface FluxOfOthers extends GenosRepository<Album, String> {
        Flux<GenosEvent<Artist>> findByYear(int year);
    }

    interface LiveCount extends GenosRepository<Album, String> {
        Subscription countByYear(int year, MapListener listener);
    }

    @Test
    void refusesWhatCannotBeLive() {
        assertRefused(Across.class, "behind an edge");
        assertRefused(NoListener.class, "exactly one");
        assertRefused(NoSubscription.class, "returns a Subscription");
        assertRefused(OtherEntity.class, "not Artist");
        assertRefused(FluxOfEntities.class, "Flux<MapEvent>");
        assertRefused(FluxOfOthers.class, "not Artist");
        assertRefused(LiveCount.class, "begin the name with find");
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> library.repository(Paged.class));
    }
}
