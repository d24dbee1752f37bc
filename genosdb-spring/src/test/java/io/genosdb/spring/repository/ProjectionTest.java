package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.Library.Artist;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;

class ProjectionTest {

    interface Summary {
        String getId();

        String getTitle();

        ArtistName getArtist();
    }

    interface ArtistName {
        String getName();
    }

    interface Sentence {
        @Value("#{target.title + ' of ' + target.year}")
        String getText();
    }

    record TitleAndYear(String title, int year) {}

    interface Albums extends GenosRepository<Album, String> {
        List<Summary> findByYear(int year);

        Optional<Sentence> findSentenceByYear(int year);

        Collection<TitleAndYear> findRecordByYear(int year);

        Stream<TitleAndYear> findStreamByYear(int year);

        Page<TitleAndYear> findPageByYear(int year, Pageable pageable);

        <P> List<P> findDynamicByYear(int year, Class<P> type);

        <P> P findOneByTitle(String title, Class<P> type);

        @Query("{ year: ?0 }")
        List<Summary> annotated(int year);
    }

    private final Library library = new Library();
    private final Albums albums = library.repository(Albums.class);

    @BeforeEach
    void fill() {
        Artist artist = library.entities.save(new Artist("m", "Mitchell", null));
        albums.save(Album.of("Blue", 1971).withId("b").withArtist(artist));
        albums.save(Album.of("Hejira", 1976).withArtist(artist));
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void closedInterfaces() {
        for (List<Summary> found : List.of(albums.findByYear(1971), albums.annotated(1971))) {
            Summary summary = found.get(0);
            assertThat(found).hasSize(1);
            assertThat(summary.getId()).isEqualTo("b");
            assertThat(summary.getTitle()).isEqualTo("Blue");
            assertThat(summary.getArtist().getName()).isEqualTo("Mitchell");
        }
    }

    @Test
    void openInterfaces() {
        assertThat(albums.findSentenceByYear(1971).map(Sentence::getText)).contains("Blue of 1971");
        assertThat(albums.findSentenceByYear(1)).isEmpty();
    }

    @Test
    void records() {
        assertThat(albums.findRecordByYear(1971)).containsExactly(new TitleAndYear("Blue", 1971));
        assertThat(albums.findStreamByYear(1971)).containsExactly(new TitleAndYear("Blue", 1971));
        assertThat(albums.findPageByYear(1971, PageRequest.of(0, 10))).containsExactly(new TitleAndYear("Blue", 1971));
    }

    @Test
    void whatTheCallerAsksFor() {
        assertThat(albums.findDynamicByYear(1971, TitleAndYear.class)).containsExactly(new TitleAndYear("Blue", 1971));
        assertThat(albums.findDynamicByYear(1971, Album.class))
                .extracting(Album::id)
                .containsExactly("b");
        assertThat(albums.findDynamicByYear(1971, Summary.class))
                .extracting(Summary::getTitle)
                .containsExactly("Blue");
        assertThat(albums.findOneByTitle("Blue", Sentence.class).getText()).isEqualTo("Blue of 1971");
    }
}
