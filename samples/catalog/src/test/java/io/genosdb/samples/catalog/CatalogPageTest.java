package io.genosdb.samples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The page in two real browsers. Skipped where there is no Chromium with its driver. */
class CatalogPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Kept here: a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    /** Where on the page the picture has a disc of a colour: the middle of the first run of 7 pixels. */
    private static final String SPOT = """
            const canvas = document.getElementById('picture');
            const probe = document.createElement('span');
            canvas.parentElement.append(probe);
            probe.style.setProperty('color', `var(${arguments[0]})`);
            const colour = getComputedStyle(probe).color.match(/[0-9]+/g).map(Number);
            probe.remove();
            const { width, height } = canvas;
            const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
            let run = 0;
            for (let i = 0; i < data.length; i += 4) {
              run = colour.every((part, at) => data[i + at] === part) ? run + 1 : 0;
              if (run === 7) {
                const pixel = i / 4 - 3;
                const box = canvas.getBoundingClientRect();
                const scale = box.width / width;
                return [box.left + (pixel % width) * scale, box.top + Math.floor(pixel / width) * scale].map(Math.round);
              }
            }
            return [];
            """;

    @TempDir
    private static Path profiles;

    @TempDir
    private static Path directory;

    private static ChromeDriver left;
    private static ChromeDriver right;

    private static ConfigurableApplicationContext application;
    private static int port;

    @BeforeAll
    static void openBrowsers() {
        Optional<File> browser = find("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = find("chromedriver");
        if (browser.isEmpty() || driver.isEmpty()) {
            String reason = "The page is not tested: there is no Chromium with chromedriver here"
                    + " (Debian: apt-get install chromium chromium-driver).";
            LoggerFactory.getLogger(CatalogPageTest.class).warn(reason); // Surefire shows no reasons.
            abort(reason);
        }
        // It warns at every start that it doesn't know this browser's debugging protocol, which nobody uses here.
        SELENIUM.setLevel(Level.SEVERE);
        start(0);
        port = ((WebServerApplicationContext) application).getWebServer().getPort();
        left = browser("left", browser.get(), driver.get());
        right = browser("right", browser.get(), driver.get());
    }

    private static Optional<File> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                .split(File.pathSeparator))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    private static ChromeDriver browser(String name, File binary, File driver) {
        var options = new ChromeOptions();
        options.setBinary(binary);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1400,1000",
                "--user-data-dir=" + profiles.resolve(name));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver)
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    @AfterAll
    static void closeBrowsers() {
        Stream.of(left, right).filter(Objects::nonNull).forEach(ChromeDriver::quit);
        if (application != null) {
            application.close();
        }
    }

    private static void start(int onPort) {
        application = new SpringApplicationBuilder(CatalogApplication.class)
                .run(
                        "--server.port=" + onPort,
                        "--genosdb.storage.directory=" + directory,
                        "--spring.main.banner-mode=off");
    }

    @BeforeEach
    void openPages() {
        for (ChromeDriver browser : List.of(left, right)) {
            browser.get("about:blank"); // Another fragment of the same page would not load it anew.
            browser.get("http://localhost:" + port);
            awaitText(browser, "#connection", "Live");
            awaitText(browser, "#details-label", "Iron Maiden");
        }
    }

    private static void awaitText(ChromeDriver browser, String selector, String text) {
        await(selector + " with " + text)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(browser, selector)).contains(text));
    }

    private static String text(ChromeDriver browser, String selector) {
        // At once: an element may be replaced between two calls.
        return (String) Objects.requireNonNull(browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText).join('\\n')", selector));
    }

    private static WebElement find(ChromeDriver browser, String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private static void click(ChromeDriver browser, String selector) {
        await(selector).atMost(PATIENCE).until(() -> find(browser, selector).isDisplayed());
        find(browser, selector).click();
    }

    private static void clickLine(ChromeDriver browser, String list, String label) {
        By line = By.xpath("//*[@id='" + list + "']//button[contains(., \"" + label + "\")]");
        await(label).ignoreExceptions().atMost(PATIENCE).until(() -> {
            browser.findElement(line).click();
            return true;
        });
    }

    private static int nodes(ChromeDriver browser) {
        return Integer.parseInt(
                text(browser, "#picture-status").replaceAll(" node.*", "").replace(",", ""));
    }

    private static void search(ChromeDriver browser, String words) {
        WebElement input = find(browser, "#search-input");
        input.clear();
        input.sendKeys(words);
    }

    private static void ask(ChromeDriver browser, String query) {
        click(browser, ".tools-head [data-view-button='query']");
        WebElement box = find(browser, "#query-input");
        box.clear();
        box.sendKeys(query, Keys.chord(Keys.CONTROL, Keys.ENTER));
    }

    private static void newPlaylist(ChromeDriver browser, String name) {
        click(browser, "[data-type-button='playlist']");
        click(browser, "#new-playlist");
        find(browser, "#name-input").sendKeys(name, Keys.ENTER);
        awaitText(browser, "#details-label", name);
    }

    @Test
    void startsWithAPicture() {
        assertThat(nodes(left)).isGreaterThan(200);
        assertThat(text(left, "#counts")).contains("275 artists", "3,503 tracks");
        assertThat(text(left, "#details-links")).contains("Killers", "Piece Of Mind");
        Number painted = (Number) left.executeScript("const c = document.getElementById('picture');"
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n");
        assertThat(Objects.requireNonNull(painted).intValue()).isGreaterThan(1_000);
    }

    @Test
    void suggestsFromTheKeyboardAndShowsTheChoice() {
        search(left, "nevermind");
        awaitText(left, "#suggestions", "Nirvana");
        find(left, "#search-input").sendKeys(Keys.ARROW_DOWN, Keys.ENTER);

        awaitText(left, "#details-label", "Nevermind");
        awaitText(left, "#tracks-list", "Breed");
        assertThat(text(left, "#details-links")).contains("Nirvana");
    }

    @Test
    void loadsMoreOfAResult() {
        click(left, "[data-type-button='track']");
        search(left, "love");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(left.findElements(By.cssSelector("#found li")))
                        .hasSize(25));
        click(left, "#found-more");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(left.findElements(By.cssSelector("#found li")))
                        .hasSize(50));
        search(left, "qqq");
        awaitText(left, "#found-note", "No tracks with these words");
    }

    @Test
    void expandsWhatIsChosen() {
        click(left, "[data-type-button='genre']");
        clickLine(left, "found", "Jazz");
        awaitText(left, "#details-label", "Jazz");
        awaitText(left, "#tracks-page", "Page 1 of 13");
        int before = nodes(left);

        click(left, "#details-expand");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(nodes(left)).isEqualTo(before + 24));

        find(left, "#picture").sendKeys(Keys.ENTER);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(nodes(left)).isEqualTo(before + 48));
        click(left, "#tracks-on");
        awaitText(left, "#tracks-page", "Page 2 of 13");
    }

    @Test
    void expandsWhatIsClicked() {
        int before = nodes(left);
        var places = new ArrayList<Object>();
        await("a track that rests")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    places.add(Objects.requireNonNull(left.executeScript(SPOT, "--g-track")));
                    return places.size() > 1
                            && !((List<?>) places.get(places.size() - 1)).isEmpty()
                            && places.get(places.size() - 1).equals(places.get(places.size() - 2));
                });
        var place = (List<?>) places.get(places.size() - 1);
        new Actions(left)
                .moveToLocation(((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue())
                .click()
                .perform();

        awaitText(left, "#details-type", "Track");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(nodes(left)).isGreaterThan(before));
    }

    @Test
    void walksThroughThePictureByKeyboardAlone() {
        WebElement picture = find(left, "#picture");
        picture.sendKeys(Keys.ARROW_RIGHT);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(left, "#details-type")).isNotEqualTo("Artist"));
        int before = nodes(left);

        picture.sendKeys(Keys.DELETE);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(nodes(left)).isEqualTo(before - 1));
        assertThat(find(left, "#details").isDisplayed()).isFalse();
    }

    @Test
    void theQueryBoxDrawsAndExplains() {
        ask(left, "{ query: { type: 'playlist', name: 'Grunge', $edge: { type: 'artist' } } }");

        awaitText(left, ".results-body", "Soundgarden");
        assertThat(text(left, ".explain-list")).contains("access", "candidates");
        assertThat(text(left, ".results-count")).startsWith(nodes(left) + " nodes in");
    }

    @Test
    void theQueryBoxSaysWhatIsWrong() {
        ask(left, "{ query: { seconds: { $longer: 600 } } }");

        awaitText(left, "#query-error", "query.seconds.$longer");
        assertThat(find(left, "#results").isDisplayed()).isFalse();
    }

    @Test
    void aChangeInOneWindowAppearsInTheOther() {
        newPlaylist(left, "Rainy day");
        click(right, "[data-type-button='playlist']");
        clickLine(right, "found", "Rainy day");
        awaitText(right, "#details-facts", "0 nodes");

        search(left, "come as you are");
        awaitText(left, "#suggestions", "Nevermind");
        find(left, "#search-input").sendKeys(Keys.ARROW_DOWN, Keys.ENTER);
        awaitText(left, "#details-label", "Come As You Are");
        click(left, "#details-add");
        clickLine(left, "choose-list", "Rainy day");
        awaitText(right, "#tracks-list", "Come As You Are");
        awaitText(right, "#details-facts", "1 node");

        click(right, "#details-rename");
        find(right, "#name-input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "Sunny day", Keys.ENTER);
        awaitText(left, "#details-label", "Sunny day");

        click(left, "#details-remove");
        click(left, "#confirm-dialog [value='remove']");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(find(right, "#details").isDisplayed()).isFalse());
        awaitGone(right, "#found", "Sunny day");
    }

    private static void awaitGone(ChromeDriver browser, String selector, String text) {
        await(selector + " without " + text)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(browser, selector)).doesNotContain(text));
    }

    @Test
    void textStaysText() {
        String hostile = "<img src=x onerror=document.title='hacked'>";
        newPlaylist(left, hostile);

        click(right, "[data-type-button='playlist']");
        clickLine(right, "found", hostile.substring(0, 20));

        awaitText(right, "#details-label", hostile);
        assertThat(right.findElements(By.cssSelector("main img"))).isEmpty();
        assertThat(right.getTitle()).startsWith("Catalogue");
    }

    @Test
    void changesSurviveARestartAndPagesComeBackByThemselves() {
        newPlaylist(left, "Kept");

        application.close();
        awaitText(left, "#connection", "Reconnecting");
        start(port);

        awaitText(left, "#connection", "Live");
        right.navigate().refresh();
        click(right, "[data-type-button='playlist']");
        awaitText(right, "#found", "Kept");
        assertThat(text(right, "#counts")).contains("3,503 tracks");
    }
}
