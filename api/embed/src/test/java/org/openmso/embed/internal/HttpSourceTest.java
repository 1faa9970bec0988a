package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.Problem;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.ChildJvm;
import org.openmso.embed.TestServer;
import org.openmso.embed.internal.IndexContent.Listed;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;
import org.osgi.framework.Version;

/** Indexes and jars from servers that do as they should, and from others. */
class HttpSourceTest {
    private static final byte[] JAR = Jars.text("not really a jar, but long enough for this");
    private static final Listed LISTED =
            new Listed(
                    "org.acme.coding",
                    new Version(1, 0, 0),
                    "jars/coding.jar",
                    JAR.length,
                    BundleFile.digestOf(JAR),
                    17,
                    List.of());

    private TestServer server;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private IndexSource source() throws Refusal {
        return source(index());
    }

    private BundleIndex index() {
        return BundleIndex.at(server.at("/a/index.jar"));
    }

    private static IndexSource source(BundleIndex index) throws Refusal {
        return IndexSource.of(index);
    }

    private static void refused(String code, String words, Executable reading) {
        Problem problem = assertThrows(Refusal.class, reading).problem();
        assertEquals(code, problem.code(), problem::toString);
        assertTrue(problem.message().contains(words), problem::toString);
    }

    @Test
    void theIndexAndTheJarsInItsFolderAreRead() throws Exception {
        server.gives("/a/index.jar", new byte[] {1, 2, 3}).gives("/a/jars/coding.jar", JAR);
        assertArrayEquals(new byte[] {1, 2, 3}, source().index(3));
        assertArrayEquals(JAR, source().jar(LISTED));
    }

    @Test
    void aBodyThatEndsTooEarlyIsNoJar() throws Exception {
        server.on(
                "/a/jars/coding.jar",
                exchange -> {
                    exchange.sendResponseHeaders(200, JAR.length);
                    exchange.getResponseBody().write(JAR, 0, 10);
                    exchange.getResponseBody().flush();
                });
        refused("MSO-1052", "The connection failed", () -> source().jar(LISTED));
    }

    @Test
    void aBodyInPiecesThatBreaksOffIsNoJar() throws Exception {
        server.on(
                "/a/jars/coding.jar",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(JAR, 0, 10);
                    exchange.getResponseBody().flush();
                    throw new IOException("the line is cut");
                });
        Problem problem = assertThrows(Refusal.class, () -> source().jar(LISTED)).problem();
        assertTrue(List.of("MSO-1052", "MSO-1063").contains(problem.code()), problem::toString);
    }

    @Test
    void aShorterOrOtherJarThanPromisedIsRefused() throws Exception {
        server.gives("/a/jars/coding.jar", Jars.text("short"));
        refused("MSO-1063", "Promised are 42 bytes, and it has 5.", () -> source().jar(LISTED));
        try (var other = new TestServer()) {
            byte[] changed = JAR.clone();
            changed[3] ^= 1;
            other.gives("/jars/coding.jar", changed);
            BundleIndex there = BundleIndex.at(other.at("/index.jar"));
            refused("MSO-1063", "Promised is SHA-256", () -> source(there).jar(LISTED));
        }
    }

    @Test
    void aBodyThatDoesNotEndIsReadToTheSizeThatThePublisherStatesAndNotFurther() throws Exception {
        server.on(
                "/a/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    // Ends when the other side hangs up.
                    for (byte[] piece = new byte[8192]; ; ) {
                        exchange.getResponseBody().write(piece);
                    }
                });
        refused("MSO-1063", "and it has more.", () -> source().jar(LISTED));
        refused("MSO-1055", "more than 100 bytes", () -> source().index(100));
    }

    @Test
    void aServerThatDripsIsGivenUpAfterTheTimeThatTheHostGrants() throws Exception {
        server.on(
                "/a/index.jar",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    server.stall();
                });
        BundleIndex impatient = index().readWithin(Duration.ofMillis(200));
        refused("MSO-1053", "PT0.2S in all", () -> source(impatient).index(1000));
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpAfterTheTimeThatTheHostGrants() throws Exception {
        server.on("/a/index.jar", exchange -> server.stall());
        BundleIndex impatient = index().readWithin(Duration.ofMillis(200));
        refused("MSO-1053", "did not come in time", () -> source(impatient).index(1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 304, 404, 401, 500, 503})
    void whatIsNoPlainSuccessIsNotUsed(int status) throws Exception {
        server.on(
                "/a/index.jar",
                exchange -> {
                    boolean body = status != 204 && status != 304;
                    exchange.sendResponseHeaders(status, body ? 5 : -1);
                    if (body) {
                        exchange.getResponseBody().write(Jars.text("error"));
                    }
                });
        refused("MSO-1052", "The server answered " + status, () -> source().index(1000));
    }

    @Test
    void aServerThatHangsUpIsNotReachable() throws Exception {
        server.on("/a/index.jar", exchange -> {});
        refused("MSO-1052", "The connection failed", () -> source().index(1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectOnTheSameServerIsFollowed(int status) throws Exception {
        server.on("/a/index.jar", TestServer.redirect(status, "/b/now.jar?part=1"))
                .gives("/b/now.jar", JAR);
        assertArrayEquals(JAR, source().index(1000));
        assertEquals(List.of("/a/index.jar", "/b/now.jar?part=1"), server.asked());
    }

    @Test
    void aRedirectToAnotherServerIsNotFollowedAndItsQueryIsNotTold() throws Exception {
        try (var other = new TestServer()) {
            other.gives("/index.jar", JAR);
            for (String elsewhere :
                    List.of(
                            other.at("/index.jar?token=s3cret").toString(),
                            server.at("/x").toString().replace("127.0.0.1", "localhost"),
                            "http://169.254.169.254/x?token=s3cret",
                            "file:///etc/passwd",
                            "ftp://127.0.0.1/x",
                            "//user:s3cret@" + server.at("/x").getRawAuthority() + "/x",
                            "",
                            ":")) {
                try (var redirecting = new TestServer()) {
                    redirecting.on("/index.jar", TestServer.redirect(302, elsewhere));
                    var source = source(BundleIndex.at(redirecting.at("/index.jar")));
                    Problem problem =
                            assertThrows(Refusal.class, () -> source.index(1000), elsewhere)
                                    .problem();
                    assertEquals("MSO-1054", problem.code(), elsewhere);
                    assertFalse(problem.toString().contains("s3cret"), problem::toString);
                }
            }
            assertEquals(List.of(), other.asked());
        }
    }

    @Test
    void aCircleOfRedirectsEnds() throws Exception {
        server.on("/a/index.jar", TestServer.redirect(302, "/a/two.jar"))
                .on("/a/two.jar", TestServer.redirect(302, "/a/index.jar"));
        refused("MSO-1054", "more than 5 times", () -> source().index(1000));
        assertEquals(6, server.asked().size());
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource({
        "https://a.example/i.jar, https://a.example/b/i.jar, yes",
        "https://a.example/i.jar, https://a.example:443/i.jar, yes",
        "https://a.example/i.jar, https://A.EXAMPLE/i.jar, yes",
        "http://a.example/i.jar, https://a.example/i.jar, yes",
        "http://a.example:8080/i.jar, https://a.example:8443/i.jar, yes",
        "https://a.example/i.jar, http://a.example/i.jar, no",
        "https://a.example/i.jar, //a.example/i.jar, yes",
        "https://a.example/i.jar, https://a.example:8443/i.jar, no",
        "https://a.example/i.jar, https://b.example/i.jar, no",
        "https://a.example/i.jar, https://a.example.b.example/i.jar, no",
        "https://a.example/i.jar, ftp://a.example/i.jar, no",
        "http://a.example/i.jar, ftp://a.example/i.jar, no",
        "https://a.example/i.jar, mailto:a@a.example, no",
        "https://a.example/i.jar, https://u@a.example/i.jar, no"
    })
    void aRedirectLeadsToTheSameServerAndNeverToALessSafeScheme(
            String from, String to, String followed) throws Exception {
        if (followed.equals("yes")) {
            assertEquals(URI.create(from).resolve(to), HttpSource.redirected(URI.create(from), to));
        } else {
            refused("MSO-1054", "", () -> HttpSource.redirected(URI.create(from), to));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/index.jar",
                "jar:file:/tmp/a.jar!/index.jar",
                "index.jar",
                "https:index.jar",
                "https:///index.jar",
                "https://a_b/index.jar",
                "https://a.example",
                "https://a.example/",
                "https://a.example/folder/",
                "https://user:s3cret@a.example/index.jar",
                "https://a.example/index.jar?token=s3cret",
                "https://a.example/index.jar#s3cret",
                "file://elsewhere/index.jar",
                "file:index.jar"
            })
    void anAddressThatCannotBeUsedIsRefusedWithoutTellingSecrets(String address) {
        var index = BundleIndex.at(URI.create(address));
        Problem problem = assertThrows(Refusal.class, () -> source(index)).problem();
        assertEquals("MSO-1050", problem.code(), problem::toString);
        assertFalse(problem.toString().contains("s3cret"), problem::toString);
        assertFalse(index.toString().contains("s3cret"), index::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/index.jar",
                "HTTP://10.0.0.1/index.jar",
                "http://127.0.0.1.a.example/index.jar",
                "http://localhost.a.example/index.jar",
                "http://[fe80::1]/index.jar"
            })
    void plainHttpToAnotherMachineIsRefusedUnlessTheHostAllowsIt(String address) throws Exception {
        var index = BundleIndex.at(URI.create(address));
        refused("MSO-1051", "The server is ", () -> source(index));
        assertTrue(source(index.overPlainHttp()) instanceof HttpSource);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/index.jar",
                "http://LOCALHOST/index.jar",
                "http://[::1]:8080/index.jar",
                "https://a.example/index.jar"
            })
    void plainHttpToThisMachineAndHttpsAreAllowed(String address) throws Exception {
        assertTrue(source(BundleIndex.at(URI.create(address))) instanceof HttpSource);
    }

    @Test
    void aFileMayBeNamedByItsAddress(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("index.jar"), JAR);
        assertArrayEquals(JAR, source(BundleIndex.at(file.toUri())).index(JAR.length));
        refused(
                "MSO-1055",
                "more than 41 bytes",
                () -> source(BundleIndex.at(file)).index(JAR.length - 1));
        assertEquals(Optional.of(file), BundleIndex.at(file).file());
    }

    @Test
    void whoIsInterruptedStopsReadingAndStaysInterrupted() throws Exception {
        server.on("/a/index.jar", exchange -> server.stall());
        IndexSource source = source();
        Thread.currentThread().interrupt();
        try {
            refused("MSO-1052", "was interrupted", () -> source.index(1000));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    /** In a Java without java.net.http. */
    static final class WithoutHttp {
        public static void main(String[] args) {
            try {
                IndexSource.of(BundleIndex.at(URI.create("https://a.example/index.jar")));
            } catch (Refusal e) {
                ChildJvm.answer(e.problem().code() + " " + e.problem().message());
            }
        }
    }

    @Test
    void aJavaWithoutItsHttpClientSaysSo() throws Exception {
        String answer =
                ChildJvm.run(
                        List.of("--limit-modules", "java.base,java.logging"), WithoutHttp.class);
        assertEquals(
                "MSO-1050 The index's address cannot be used. This Java has no module java.net.http.",
                answer.strip());
    }

    @Test
    void aServerWhoseCertificateJavaDoesNotAcceptIsNotUsed() throws Exception {
        Identity self = Identity.named("127.0.0.1").selfSigned();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", self.key(), new char[0], new Certificate[] {self.certificate()});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        try (var secure = new TestServer(new HttpsConfigurator(context))) {
            secure.gives("/index.jar", JAR);
            var index = BundleIndex.at(secure.at("/index.jar"));
            refused("MSO-1052", "SSL", () -> source(index).index(1000));
            assertEquals(List.of(), secure.asked());
        }
    }

    @Test
    void noTimeAtAllAndMoreThanADayAreNoTimesToReadIn() {
        assertThrows(IllegalArgumentException.class, () -> index().readWithin(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class, () -> index().connectWithin(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> index().readWithin(Duration.ofDays(2)));
    }
}
