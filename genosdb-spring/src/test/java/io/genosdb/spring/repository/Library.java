package io.genosdb.spring.repository;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.genosdb.GenosDatabase;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexOptions;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import io.genosdb.spring.repository.support.GenosRepositoryFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/** Entities for the tests of repositories, and a database in memory with repositories on it. */
final class Library implements AutoCloseable {

    enum Genre {
        JAZZ,
        FOLK,
        ROCK
    }

    record Label(String city, @JsonProperty("street_name") String street) {}

    @GenosNode
    record Artist(
            @Nullable @Id String id,
            @Indexed String name,
            @Nullable String country) {}

    @GenosNode
    record Tag(@Nullable @Id String id, String name) {}

    @GenosNode("album")
    record Album(
            @Nullable @Id String id,
            @Indexed String title,
            @Indexed(IndexDefinition.Kind.ORDERED) int year,
            @Nullable Double price,
            boolean live,
            @Nullable Genre genre,
            @Nullable LocalDate released,
            @Nullable Instant added,
            @Nullable Label label,
            @JsonProperty("key_words") List<String> keywords,
            @Nullable @Edge Artist artist,
            @Edge List<Tag> tags,
            @Version long version) {

        static Album of(String title, int year) {
            return new Album(null, title, year, null, false, null, null, null, null, List.of(), null, List.of(), 0);
        }

        Album withId(String other) {
            return new Album(
                    other, title, year, price, live, genre, released, added, label, keywords, artist, tags, version);
        }

        Album withPrice(Double other) {
            return new Album(
                    id, title, year, other, live, genre, released, added, label, keywords, artist, tags, version);
        }

        Album withLive() {
            return new Album(
                    id, title, year, price, true, genre, released, added, label, keywords, artist, tags, version);
        }

        Album withGenre(Genre other) {
            return new Album(
                    id, title, year, price, live, other, released, added, label, keywords, artist, tags, version);
        }

        Album withReleased(LocalDate other) {
            return new Album(id, title, year, price, live, genre, other, added, label, keywords, artist, tags, version);
        }

        Album withAdded(Instant other) {
            return new Album(
                    id, title, year, price, live, genre, released, other, label, keywords, artist, tags, version);
        }

        Album withLabel(Label other) {
            return new Album(
                    id, title, year, price, live, genre, released, added, other, keywords, artist, tags, version);
        }

        Album withKeywords(String... other) {
            return new Album(
                    id, title, year, price, live, genre, released, added, label, List.of(other), artist, tags, version);
        }

        Album withArtist(Artist other) {
            return new Album(
                    id, title, year, price, live, genre, released, added, label, keywords, other, tags, version);
        }

        Album withTags(Tag... other) {
            return new Album(
                    id,
                    title,
                    year,
                    price,
                    live,
                    genre,
                    released,
                    added,
                    label,
                    keywords,
                    artist,
                    List.of(other),
                    version);
        }
    }

    final GenosMappingContext context = new GenosMappingContext();
    final GenosDatabase database;
    final GenosTemplate template;
    final GenosEntityTemplate entities;
    final GenosRepositoryFactory factory;

    Library() {
        context.setInitialEntitySet(Set.of(Album.class, Artist.class, Tag.class));
        context.afterPropertiesSet();
        database = GenosDatabase.builder("library")
                .indexes(IndexOptions.only(context.indexDefinitions()))
                .open();
        template = new GenosTemplate(database);
        entities = new GenosEntityTemplate(template, context, new JacksonGenosConverter());
        factory = new GenosRepositoryFactory(entities);
    }

    <R> R repository(Class<R> type) {
        return factory.getRepository(type);
    }

    @Override
    public void close() {
        database.close();
    }
}
