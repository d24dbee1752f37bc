package io.genosdb.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The page in two real browsers. Skipped where there is no Chromium with its driver. */
class TaskBoardPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Kept here: a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    @TempDir
    private static Path profiles;

    private static ChromeDriver left;
    private static ChromeDriver right;

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext application;
    private int port;

    @BeforeAll
    static void openBrowsers() {
        Optional<File> browser = find("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = find("chromedriver");
        if (browser.isEmpty() || driver.isEmpty()) {
            String reason = "The page is not tested: there is no Chromium with chromedriver here"
                    + " (Debian: apt-get install chromium chromium-driver).";
            LoggerFactory.getLogger(TaskBoardPageTest.class).warn(reason); // Surefire shows no reasons.
            abort(reason);
        }
        // It warns at every start that it doesn't know this browser's debugging protocol, which nobody uses here.
        SELENIUM.setLevel(Level.SEVERE);
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
    }

    @BeforeEach
    void startApplication() {
        start(0);
        port = ((WebServerApplicationContext) application).getWebServer().getPort();
        left.get("http://localhost:" + port);
        right.get("http://localhost:" + port);
        awaitConnection(left, "Live");
        awaitConnection(right, "Live");
    }

    private void start(int onPort) {
        application = new SpringApplicationBuilder(QuickstartApplication.class)
                .run(
                        "--server.port=" + onPort,
                        "--genosdb.storage.directory=" + directory,
                        "--spring.main.banner-mode=off");
    }

    @AfterEach
    void stopApplication() {
        if (application != null) {
            application.close();
        }
    }

    private static void awaitConnection(ChromeDriver browser, String label) {
        await("connection is " + label)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(browser, "#connection")).isEqualTo(label));
    }

    private static String text(ChromeDriver browser, String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static void add(ChromeDriver browser, String line) {
        browser.findElement(By.id("composer-input")).sendKeys(line, Keys.ENTER);
    }

    private static List<String> column(ChromeDriver browser, String status) {
        // Read at once: a card may move between two calls.
        @SuppressWarnings("unchecked") // The script returns an array of strings.
        var titles = (List<String>) browser.executeScript(
                "return [...document.querySelectorAll(`.column[data-status='${arguments[0]}'] .card:not(.saving)`)]"
                        + ".map((card) => card.querySelector('.card-title').textContent)",
                status);
        return Objects.requireNonNull(titles);
    }

    private static void awaitColumn(ChromeDriver browser, String status, String... titles) {
        await("cards of " + status)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(column(browser, status)).containsExactly(titles));
    }

    private static WebElement menuButton(ChromeDriver browser, String title) {
        return browser.findElement(By.cssSelector("[aria-label='Move, edit or delete: " + title + "']"));
    }

    private static void choose(ChromeDriver browser, String title, String command) {
        menuButton(browser, title).click();
        browser.findElement(By.cssSelector("#card-menu [data-command" + command + "]"))
                .click();
    }

    @Test
    void aChangeInOneWindowAppearsInTheOther() {
        add(left, "Water the plants #home @Mia !high");

        awaitColumn(right, "todo", "Water the plants");
        assertThat(text(right, ".card")).contains("High", "home", "M");

        choose(right, "Water the plants", "='move'][data-status='done'");
        awaitColumn(left, "done", "Water the plants");
        awaitColumn(left, "todo");

        choose(left, "Water the plants", "='remove'");
        left.findElement(By.cssSelector("#confirm-dialog [value='remove']")).click();
        awaitColumn(right, "done");
    }

    @Test
    void aTaskShowsWhatItWaitsFor() {
        add(left, "Bake");
        add(left, "Eat");
        awaitColumn(left, "todo", "Bake", "Eat");

        choose(left, "Eat", "='edit'");
        left.findElement(By.xpath("//select[@id='task-depends']/option[text()='Bake']"))
                .click();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(text(right, ".waits:not([hidden])")).isEqualTo("Bake"));
    }

    @Test
    void aTaskIsMovedByKeyboardAlone() {
        add(left, "Stretch");
        awaitColumn(left, "todo", "Stretch");

        menuButton(left, "Stretch").sendKeys(Keys.ENTER);
        left.switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
        left.switchTo().activeElement().sendKeys(Keys.ENTER);

        awaitColumn(left, "doing", "Stretch");
        awaitColumn(right, "doing", "Stretch");
    }

    @Test
    void dataSurvivesARestartAndPagesComeBackByThemselves() {
        add(left, "Remember me");
        awaitColumn(right, "todo", "Remember me");

        application.close();
        awaitConnection(left, "Reconnecting…");
        add(left, "Not now");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(left, ".toast")).contains("The task was not added"));
        start(port);

        awaitConnection(left, "Live");
        awaitConnection(right, "Live");
        awaitColumn(left, "todo", "Remember me");
        right.navigate().refresh();
        awaitColumn(right, "todo", "Remember me");
        add(right, "And on");
        awaitColumn(left, "todo", "Remember me", "And on");
    }

    @Test
    void theQueryBoxAnswersAndExplains() {
        add(left, "Buy bread #shop");
        add(left, "Read a book");
        awaitColumn(left, "todo", "Buy bread", "Read a book");

        ask(left, "{ query: { tags: 'shop' } }");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(left, ".results-count")).startsWith("1 node in"));
        assertThat(text(left, ".results-body")).contains("Buy bread").doesNotContain("Read a book");
        assertThat(text(left, ".explain-list")).contains("access", "candidates");
    }

    @Test
    void theQueryBoxSaysWhatIsWrong() {
        ask(left, "{ query: { priority: { $above: 2 } } }");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(left, "#query-error")).contains("query.priority.$above"));
        assertThat(left.findElement(By.id("results")).isDisplayed()).isFalse();
    }

    @Test
    void aLiveResultFollows() {
        left.findElement(By.cssSelector(".switch")).click();
        ask(left, "{ query: { status: 'done' } }");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(left, ".results-count")).startsWith("0 nodes"));

        add(right, "Nap");
        awaitColumn(right, "todo", "Nap");
        choose(right, "Nap", "='move'][data-status='done'");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(left, ".results-body")).contains("Nap"));
    }

    private static void ask(ChromeDriver browser, String query) {
        WebElement box = browser.findElement(By.id("query-input"));
        box.clear();
        box.sendKeys(query, Keys.chord(Keys.CONTROL, Keys.ENTER));
    }

    @Test
    void textStaysText() {
        String hostile = "<img src=x onerror=document.title='hacked'>";
        add(left, hostile);

        awaitColumn(right, "todo", hostile);
        assertThat(right.findElements(By.cssSelector(".card img"))).isEmpty();
        assertThat(right.getTitle()).startsWith("Task board");
    }

    @Test
    void anEmptyBoardOffersExamples() {
        assertThat(text(left, ".empty[data-kind='board']")).contains("Nothing on the board yet");

        left.findElement(By.cssSelector(".empty button")).click();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(column(right, "todo")).hasSize(3));
        assertThat(left.findElements(By.cssSelector(".empty[data-kind='board']")))
                .isEmpty();
    }
}
