package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.identity.Identity;
import io.genosdb.value.JsonObject;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;

/**
 * Two browsers, each with a wallet and a session of its own. Skipped where there is no Chromium with its driver, or no npm at build
 * time.
 */
class NotesPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Kept here: a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    @TempDir
    private static Path profiles;

    private static ChromeDriver left;
    private static ChromeDriver right;

    @TempDir
    private Path directory;

    private Instance notes;

    @BeforeAll
    static void openBrowsers() {
        Optional<File> browser = find("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = find("chromedriver");
        if (browser.isEmpty() || driver.isEmpty()) {
            skip("there is no Chromium with chromedriver here (Debian: apt-get install chromium chromium-driver)");
        }
        if (!new ClassPathResource("static/modules/ethers/dist/ethers.min.js").exists()) {
            skip("npm did not bring what it imports (Debian: apt-get install npm), as the build says");
        }
        // It warns at every start that it doesn't know this browser's debugging protocol, which nobody uses here.
        SELENIUM.setLevel(Level.SEVERE);
        left = browser("left", browser.orElseThrow(), driver.orElseThrow());
        right = browser("right", browser.orElseThrow(), driver.orElseThrow());
    }

    private static void skip(String why) {
        String reason = "The page is not tested: " + why + ".";
        LoggerFactory.getLogger(NotesPageTest.class).warn(reason); // Surefire shows no reasons.
        abort(reason);
    }

    private static Optional<File> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                .split(File.pathSeparator, -1))
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
    void start() {
        notes = Instance.start(directory);
    }

    @AfterEach
    void stop() {
        for (ChromeDriver browser : List.of(left, right)) {
            open(browser, "/icon.svg");
            browser.executeScript("localStorage.clear()");
            browser.manage().deleteAllCookies();
            // Pages first, so that none of them meets the next test's application.
            browser.get("about:blank");
        }
        notes.close();
    }

    private void open(ChromeDriver browser, String page) {
        browser.get(notes.origin() + page);
    }

    /** Opens the notes and signs in by a new wallet. */
    private void enter(ChromeDriver browser, String name) {
        open(browser, "/");
        awaitText(browser, ".connection-label", "Live");
        click(browser, "#sign-in");
        awaitText(browser, "#me-role", "no role yet");
        type(browser, "#name", name);
        browser.findElement(By.id("name")).sendKeys(Keys.ENTER);
        awaitText(browser, "#me-role", name.isEmpty() ? "guest" : "user");
    }

    private static void write(ChromeDriver browser, String title, String text) {
        type(browser, "#title", title);
        type(browser, "#text", text);
        click(browser, "#composer button");
        awaitText(browser, ".card h3", title);
    }

    private static void click(ChromeDriver browser, String selector) {
        await(selector).atMost(PATIENCE).ignoreExceptions().until(() -> {
            browser.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    private static void type(ChromeDriver browser, String selector, String text) {
        WebElement element = browser.findElement(By.cssSelector(selector));
        element.clear();
        element.sendKeys(text);
    }

    private static void awaitText(ChromeDriver browser, String selector, String text) {
        await(text)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(browser, selector))
                        .anySatisfy(one -> assertThat(one).contains(text)));
    }

    private static void awaitNone(ChromeDriver browser, String selector) {
        await(selector)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(browser, selector)).isEmpty());
    }

    private static List<String> texts(ChromeDriver browser, String selector) {
        @SuppressWarnings("unchecked") // The script returns an array of strings.
        var texts = (List<String>) browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", selector);
        return Objects.requireNonNull(texts);
    }

    private static String address(ChromeDriver browser) {
        return texts(browser, "#me-address").get(0);
    }

    /** Opens the dialog of the only note and shares it. */
    private static void share(ChromeDriver browser, String with, String level) {
        click(browser, ".card [data-part=share]");
        type(browser, "#share-with", with);
        click(browser, "#share-level option[value=" + level + "]");
        click(browser, "#share button");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(browser, "#shares li")).isNotEmpty());
    }

    @Test
    void twoWalletsShareANote() {
        enter(left, "Ada");
        enter(right, "Bob");
        assertThat(address(left)).isNotEqualTo(address(right));
        String hostile = "<img src=x onerror=document.title='hacked'>";
        write(left, "Between us", hostile);
        awaitText(left, ".badge", "private");
        assertThat(texts(right, ".card")).isEmpty();

        share(left, address(right).toLowerCase(Locale.ROOT), "write");
        awaitText(right, ".card h3", "Between us");
        awaitText(right, ".card .owner", "Ada");
        assertThat(right.getTitle()).isEqualTo("Notes · GenosDB");

        click(right, ".card [data-part=edit]");
        type(right, "#edit-text", "Bob was here");
        click(right, "#edit .primary");
        awaitText(left, ".card .text", "Bob was here");

        click(left, "#shares .danger");
        awaitNone(right, ".card");
        assertThat(texts(left, ".card")).hasSize(1);
    }

    @Test
    void aPublicNoteIsThereForThoseWhoDoNotSignIn() {
        enter(left, "Ada");
        write(left, "For everybody", "Hear, hear");
        open(right, "/");
        awaitText(right, ".connection-label", "Live");
        assertThat(texts(right, ".card")).isEmpty();

        click(left, ".card [data-part=share]");
        click(left, "#publish");

        awaitText(right, ".card .text", "Hear, hear");
        awaitText(left, ".badge", "public");
        click(left, "#share-dialog [data-close]");
        click(left, ".card [data-part=remove]");
        awaitNone(right, ".card");
    }

    @Test
    void aPasskeySignsInWithoutTheWallet() {
        var authenticator = left.addVirtualAuthenticator(new VirtualAuthenticatorOptions()
                .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                .setHasResidentKey(true)
                .setHasUserVerification(true)
                .setIsUserVerified(true));
        try {
            enter(left, "Ada");
            String ada = address(left);
            write(left, "By the wallet", "");
            click(left, "#add-passkey");
            awaitText(left, ".toast", "This device can sign in");
            click(left, "#sign-out");
            awaitNone(left, ".card");
            // Another wallet in the page: the passkey does not need the one it was added with.
            click(left, "details summary");
            click(left, "#renew-wallet");

            click(left, "#sign-in-passkey");

            awaitText(left, "#me-how", "the application signs");
            assertThat(address(left)).isEqualTo(ada);
            awaitText(left, ".card h3", "By the wallet");
            write(left, "By the application", "");
            assertThat(notes.database(GenosDatabase::entries))
                    .extracting(Entry::author)
                    .contains(ada, notes.security().address() + " for " + ada);
        } finally {
            left.removeVirtualAuthenticator(authenticator);
        }
    }

    @Test
    void superadminsGiveRolesAndSeeWhatIsTurnedAway() {
        enter(right, "");
        String guest = address(right);
        open(left, "/");
        click(left, "details summary");
        click(left, "#administrator");
        click(left, "#sign-in");
        awaitText(left, "#me-role", "superadmin");
        click(left, "#admin-link");
        awaitText(left, "#users tr", guest);

        type(left, "#assign-to", guest);
        left.findElement(By.id("assign-role")).sendKeys("user");
        click(left, "#assign .primary");

        awaitText(right, "#me-role", "user");
        awaitText(left, "#users tr[data-address='" + guest + "'] .role", "user");
        write(right, "Now I may", "");

        Identity nobody = Wallets.random();
        String note = guest + "/note";
        sendUnpermitted(nobody, note);
        awaitText(left, "#rejected tr", note);
        assertThat(texts(left, "#rejected tr"))
                .anySatisfy(
                        row -> assertThat(row).contains(nobody.address().text().substring(0, 6), "write"));
    }

    /** Somebody without a role writes, and another replica that does not care passes it on. */
    private void sendUnpermitted(Identity author, String note) {
        var write = new SlotWrite(note, Slot.VALUE, JsonObject.parse("{\"type\":\"note\"}"));
        List<Entry> signed = notes.security().draft(author.address(), version -> List.of(write)).stream()
                .map(draft -> draft.signed(author.sign(draft.hash())))
                .toList();
        notes.genos().execute(database -> {
            database.merge(signed);
            return true;
        });
    }
}
