package io.genosdb.samples.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.room.RoomPeer;
import io.genosdb.spring.GenosOperations;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
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
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/**
 * Two real browsers with the unmodified trystero and the application, over the application's own relay. Skipped where there is no
 * Chromium with its driver, no npm at build time, or no WebRTC.
 */
class RoomPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Kept here: a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    @TempDir
    private static Path profiles;

    private static ChromeDriver left;
    private static ChromeDriver right;

    @TempDir
    private Path directory;

    private int port;
    private ConfigurableApplicationContext application;

    @BeforeAll
    static void openBrowsers() {
        Optional<File> browser = find("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = find("chromedriver");
        if (browser.isEmpty() || driver.isEmpty()) {
            skip("there is no Chromium with chromedriver here (Debian: apt-get install chromium chromium-driver)");
        }
        if (!new ClassPathResource("static/modules/trystero/dist/index.mjs").exists()) {
            skip("npm did not bring what it imports (Debian: apt-get install npm), as the build says");
        }
        // It warns at every start that it doesn't know this browser's debugging protocol, which nobody uses here.
        SELENIUM.setLevel(Level.SEVERE);
        left = browser("left", browser.orElseThrow(), driver.orElseThrow());
        right = browser("right", browser.orElseThrow(), driver.orElseThrow());
    }

    private static void skip(String why) {
        String reason = "The page is not tested: " + why + ".";
        LoggerFactory.getLogger(RoomPageTest.class).warn(reason); // Surefire shows no reasons.
        abort(reason);
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
                // Two browsers of one machine find each other by multicast otherwise, which not every machine has.
                "--disable-features=WebRtcHideLocalIpsWithMdns",
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
    void startApplication() throws IOException {
        port = freePort();
        start();
        String problem = genos().room().status().problem();
        if (!problem.isEmpty()) {
            skip(problem);
        }
    }

    /** Known before the start, since the room's relay has it in its address; not one that a client may be given meanwhile. */
    private static int freePort() throws IOException {
        for (int candidate = 20_000; candidate < 21_000; candidate++) {
            try (var socket = new ServerSocket(candidate)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                LoggerFactory.getLogger(RoomPageTest.class).debug("not port {}", candidate, taken);
            }
        }
        throw new IOException("no port from 20000 to 20999 is free");
    }

    private void start(String... more) {
        String[] settings = Stream.concat(
                        Stream.of(
                                "--server.port=" + port,
                                "--genosdb.storage.directory=" + directory,
                                "--spring.main.banner-mode=off"),
                        Stream.of(more))
                .toArray(String[]::new);
        application = new SpringApplicationBuilder(RoomApplication.class).run(settings);
    }

    @AfterEach
    void stopApplication() {
        // Pages first, so that none of them meets the next test's application.
        left.get("about:blank");
        right.get("about:blank");
        if (application != null) {
            application.close();
        }
    }

    private GenosOperations genos() {
        return application.getBean(GenosOperations.class);
    }

    private void open(ChromeDriver browser) {
        browser.get("http://localhost:" + port);
    }

    private static void awaitText(ChromeDriver browser, String selector, String text) {
        await(text)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(browser, selector))
                        .anySatisfy(one -> assertThat(one).contains(text)));
    }

    private static List<String> texts(ChromeDriver browser, String selector) {
        @SuppressWarnings("unchecked") // The script returns an array of strings.
        var texts = (List<String>) browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", selector);
        return Objects.requireNonNull(texts);
    }

    private static void say(ChromeDriver browser, String text) {
        browser.findElement(By.id("text")).sendKeys(text, Keys.ENTER);
    }

    @Test
    void pagesAndTheApplicationChat() {
        open(left);
        awaitText(left, ".connection-label", "1 other here");
        open(right);
        awaitText(left, ".connection-label", "2 others here");
        awaitText(right, ".connection-label", "2 others here");
        assertThat(genos().room().getPeers()).extracting(RoomPeer::syncs).containsExactly(false, false);

        String hostile = "<img src=x onerror=document.title='hacked'>";
        say(left, hostile);
        awaitText(right, ".line:not(.own) .line-text", hostile);
        say(right, "/files");
        awaitText(right, ".line:not(.own) .line-text", "I have no files yet.");
        assertThat(texts(left, ".line-text")).containsExactly(hostile, "/files");

        // A newcomer hears from the application what was said before.
        right.navigate().refresh();
        awaitText(right, ".line:not(.own) .line-text", hostile);
        assertThat(right.getTitle()).isEqualTo("Room · GenosDB");
        awaitText(left, ".connection-label", "2 others here");
    }

    @Test
    void cursorsAreShared() {
        open(left);
        open(right);
        awaitText(left, ".connection-label", "2 others here");
        awaitText(right, ".connection-label", "2 others here");

        new Actions(left)
                .moveToElement(left.findElement(By.id("stage")), 40, 30)
                .perform();

        awaitText(
                right,
                ".cursor-name",
                Objects.requireNonNull(left.findElement(By.id("name")).getDomProperty("value")));
        awaitText(right, ".cursor-name", "Spring");
        awaitText(left, ".cursor-name", "Spring");
    }

    @Test
    void filesGoEverywhereAndComeBack() throws IOException {
        open(left);
        open(right);
        awaitText(left, ".connection-label", "2 others here");
        awaitText(right, ".connection-label", "2 others here");

        Path file = Files.write(directory.resolve("notes.txt"), new byte[3_000_000]);
        left.findElement(By.id("file")).sendKeys(file.toString());

        awaitText(left, ".file-note", "3.0 MB sent to 2 peers");
        awaitText(right, ".file-link", "Save (3.0 MB)");
        awaitText(left, ".line-text", "I keep notes.txt (3,000,000 bytes).");
        say(left, "/send notes.txt");
        awaitText(left, ".file-link", "Save (3.0 MB)");
    }

    @Test
    void theApplicationComesBack() {
        open(left);
        awaitText(left, ".connection-label", "1 other here");
        say(left, "Remember this");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                application.getBean(LineRepository.class).count())
                        .isEqualTo(1));

        application.close();
        awaitText(left, ".connection-label", "o"); // Alone, or looking for the relay.
        start();

        awaitText(left, ".connection-label", "1 other here");
        open(right);
        awaitText(right, ".line:not(.own) .line-text", "Remember this");
    }

    @Test
    void aPageWithoutThePasswordStaysOut() {
        application.close();
        start("--genosdb.rtc.password=hush");

        left.get("http://localhost:" + port + "/#hush");
        awaitText(left, ".connection-label", "1 other here");
        right.get("http://localhost:" + port + "/#wrong");
        // The one that is sent an offer notices, and who sends it is a matter of identifiers.
        await("one of them notices")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                Stream.of(left, right).flatMap(page -> texts(page, "#problem").stream()))
                        .anySatisfy(one -> assertThat(one).contains("kept out")));
        assertThat(texts(right, ".connection-label"))
                .noneSatisfy(one -> assertThat(one).contains("other"));
        assertThat(genos().room().getPeers()).hasSize(1);
    }
}
