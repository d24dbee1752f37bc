package io.genosdb.spring.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.GenosDatabase;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

class EntityCallbackTest {

    @GenosNode
    record Note(
            @Id @Nullable String id,
            String text,
            @Version @Nullable HybridTimestamp version) {

        Note with(String more) {
            return new Note(id, text + more, version);
        }
    }

    @GenosNode
    record Folder(@Id @Nullable String id, @Edge List<Note> notes) {}

    /** Appends what it does to the text, so that the text tells the order. */
    private static final class Recorder
            implements BeforeConvertCallback<Note>,
                    BeforeSaveCallback<Note>,
                    AfterSaveCallback<Note>,
                    AfterConvertCallback<Note>,
                    BeforeDeleteCallback<Note>,
                    AfterDeleteCallback<Note> {

        private final List<String> calls = new ArrayList<>();

        @Override
        public Note onBeforeConvert(Note note) {
            return note.with(" converted");
        }

        @Override
        public Note onBeforeSave(Note note, JsonObject value) {
            calls.add("save " + value.get("text"));
            if (note.text().startsWith("refuse")) {
                throw new IllegalArgumentException("refused");
            }
            return note;
        }

        @Override
        public Note onAfterSave(Note note, JsonObject value) {
            assertThat(note.version()).isNotNull();
            assertThat(value.get("type")).isEqualTo(new JsonString("note"));
            return note.with(" saved");
        }

        @Override
        public Note onAfterConvert(Note note, JsonObject value) {
            return note.with(" loaded");
        }

        @Override
        public Note onBeforeDelete(Note note) {
            calls.add("delete " + note.text());
            return note;
        }

        @Override
        public Note onAfterDelete(Note note) {
            calls.add("deleted " + note.text());
            return note;
        }
    }

    private final GenosDatabase database = GenosDatabase.inMemory("test");
    private final GenericApplicationContext context = new GenericApplicationContext();
    private final Recorder recorder = new Recorder();
    private final GenosEntityTemplate entities = new GenosEntityTemplate(
            new GenosTemplate(database), new GenosMappingContext(), new JacksonGenosConverter());

    @BeforeEach
    void start() {
        context.registerBean("recorder", Recorder.class, () -> recorder);
        context.refresh();
        entities.setApplicationContext(context);
    }

    @AfterEach
    void close() {
        context.close();
        database.close();
    }

    @Test
    void callsTheBeansOfTheContextInTheirOrder() {
        Note saved = entities.save(new Note(null, "note", null));

        assertThat(saved.text()).isEqualTo("note converted saved");
        assertThat(recorder.calls).containsExactly("save \"note converted\"");
        assertThat(entities.findById(saved.id(), Note.class)).map(Note::text).contains("note converted loaded");
    }

    @Test
    void callsThemForTargetsToo() {
        Folder folder = entities.save(new Folder(null, List.of(new Note(null, "a", null), new Note(null, "b", null))));

        assertThat(folder.notes()).extracting(Note::text).containsExactly("a converted saved", "b converted saved");
        assertThat(entities.findById(folder.id(), Folder.class).orElseThrow().notes())
                .extracting(Note::text)
                .containsExactly("a converted loaded", "b converted loaded");
    }

    @Test
    void writesNothingWhenOneRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entities.save(
                        new Folder(null, List.of(new Note(null, "a", null), new Note(null, "refuse", null)))))
                .withMessage("refused");

        assertThat(entities.operations().count(Query.all())).isZero();
    }

    @Test
    void callsThemAroundTheRemovalOfAnEntity() {
        Note saved = entities.save(new Note("n", "note", null));
        recorder.calls.clear();

        entities.delete(saved);

        assertThat(recorder.calls).containsExactly("delete " + saved.text(), "deleted " + saved.text());
    }
}
