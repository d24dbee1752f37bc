package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every snippet of the guide is code that is compiled and run: it stands in a test, or in a file that a test loads, between
 * a line {@code tag: name} and a line {@code end: name}, and the guide repeats it word for word.
 */
class GuideTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> GUIDE = List.of(
            "template",
            "entities",
            "repositories",
            "listeners",
            "stomp",
            "configuration",
            "actuator-and-metrics",
            "testing",
            "sync",
            "rooms",
            "relay",
            "security",
            "sign-in",
            "spring");
    private static final List<String> SOURCES = List.of(
            "genosdb-spring/src/test",
            "genosdb-spring-boot-autoconfigure/src/test",
            "genosdb-spring-boot-test/src/test",
            "samples");
    private static final Pattern FENCE =
            Pattern.compile("(?:<!-- snippet: ([\\w-]+) -->\\R\\R?)?```(java|yaml)\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern TAGGED =
            Pattern.compile("[^\\n]*\\btag: ([\\w-]+)\\n(.*?)[^\\n]*\\bend: \\1\\b", Pattern.DOTALL);

    @Test
    void everySnippetIsCodeOfATest() throws IOException {
        Map<String, String> tested = taggedCode();
        Set<String> shown = new HashSet<>();
        for (String name : GUIDE) {
            Path page = ROOT.resolve("docs").resolve(name + ".md");
            Matcher fences = FENCE.matcher(Files.readString(page));
            while (fences.find()) {
                String snippet = fences.group(1);
                assertThat(snippet)
                        .as("%s.md: the name above:%n%s", name, fences.group(3))
                        .isNotNull();
                assertThat(tested).as("%s.md: code for a snippet", name).containsKey(snippet);
                assertThat(plain(fences.group(3)))
                        .as("%s.md: %s", name, snippet)
                        .isEqualTo(tested.get(snippet));
                shown.add(snippet);
            }
        }
        assertThat(tested.keySet()).as("snippets that no page shows").isSubsetOf(shown);
    }

    private static Map<String, String> taggedCode() throws IOException {
        var code = new HashMap<String, String>();
        for (Path file : sources()) {
            Matcher tags = TAGGED.matcher(Files.readString(file));
            while (tags.find()) {
                String before = code.put(tags.group(1), plain(tags.group(2)));
                assertThat(before).as("%s is one snippet", tags.group(1)).isNull();
            }
        }
        return code;
    }

    /** Classes of a guide stand on their own, while in a test they are nested. */
    private static String plain(String code) {
        return code.stripTrailing().stripIndent().strip().replace("static class", "class");
    }

    private static List<Path> sources() {
        var sources = new ArrayList<Path>();
        for (String folder : SOURCES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(GuideTest::isSource).forEach(sources::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static boolean isSource(Path file) {
        String path = file.toString();
        return (path.endsWith(".java") || path.endsWith(".yaml"))
                && !path.contains("/target/")
                && !path.endsWith("/GuideTest.java");
    }
}
