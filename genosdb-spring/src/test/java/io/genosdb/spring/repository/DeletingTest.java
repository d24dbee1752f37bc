package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.support.GenosRepositoryFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;

/** Methods that delete, while others write between what they find and what they remove. */
class DeletingTest {

    interface Albums extends GenosRepository<Album, String> {
        List<Album> deleteByYear(int year);

        long removeByYear(int year);

        Optional<Album> deleteByTitle(String title);

        Stream<Album> deleteByLiveFalse();

        CompletableFuture<Long> removeByTitle(String title);

        CompletableFuture<Void> removeByLiveFalse();

        CompletableFuture<List<Album>> deleteByPriceIsNull();
    }

    private final Library library = new Library();
    private Runnable beforeWriting = () -> {};
    private int writes;

    private final GenosTemplate template = new GenosTemplate(library.database) {
        @Override
        public HybridTimestamp write(WriteBatch batch) {
            writes++;
            beforeWriting.run();
            return super.write(batch);
        }
    };

    private final Albums albums = new GenosRepositoryFactory(
                    new GenosEntityTemplate(template, library.context, new JacksonGenosConverter()))
            .getRepository(Albums.class);

    @BeforeEach
    void fill() {
        library.entities.saveAll(
                List.of(Album.of("A", 1970).withId("a"), Album.of("B", 1970).withId("b")));
    }

    @AfterEach
    void close() {
        library.close();
    }

    /** Lets album b be one of another year, once what is to be deleted was found. */
    private void changeOnce() {
        beforeWriting = () -> {
            beforeWriting = () -> {};
            Album album = library.entities.findById("b", Album.class).orElseThrow();
            library.entities.save(new Album(
                    album.id(),
                    "B",
                    1999,
                    null,
                    false,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    List.of(),
                    album.version()));
        };
    }

    @Test
    void returnsWhatItRemoves() {
        changeOnce();

        assertThat(albums.deleteByYear(1970)).extracting(Album::id).containsExactly("a");
        assertThat(albums.findAll()).extracting(Album::id).containsExactly("b");
        assertThat(writes).isEqualTo(2);
    }

    @Test
    void countsWhatItRemoves() {
        changeOnce();

        assertThat(albums.removeByYear(1970)).isEqualTo(1);
        assertThat(albums.findAll()).extracting(Album::id).containsExactly("b");
    }

    @Test
    void givesUpWhereOthersNeverRest() {
        beforeWriting = () ->
                library.database.put(library.template.get("a").orElseThrow().value(), "a");

        assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> albums.deleteByYear(1970));
        assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> albums.removeByYear(1970));
        assertThat(albums.findAll()).hasSize(2);
    }

    @Test
    void returnsWhatItSays() {
        assertThat(albums.removeByTitle("A")).isCompletedWithValue(1L);
        assertThat(albums.deleteByTitle("A")).isEmpty();
        assertThat(albums.deleteByTitle("B")).map(Album::id).contains("b");
        fill();
        assertThat(albums.deleteByLiveFalse()).hasSize(2);
        fill();
        assertThat(albums.deleteByPriceIsNull()).isCompletedWithValueMatching(deleted -> deleted.size() == 2);
        fill();
        assertThat(albums.removeByLiveFalse()).isCompleted();
        assertThat(albums.findAll()).isEmpty();
    }
}
