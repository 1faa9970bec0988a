package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.sample.ehr.rehearsal.Successors;

/** A publisher makes an index and signs it; an operator installs from it. */
class BundlesIndexCommandTest {
    private static final String BILLING = "org.openmso.billing";

    @TempDir private static Path author;
    private static Successors successors;
    private static Path trusted;

    @TempDir private Path folder;

    @BeforeAll
    static void somebodyIsTrusted() throws Exception {
        successors = new Successors(author, Terminal.EVENING);
        trusted = successors.trusted();
    }

    /** Copies a jar into the folder that is published; its version. */
    private String publish(Path jar) throws IOException {
        String version = jar.toString().replaceAll(".*-candidate-(\\d+)\\.jar", "0.1.$1");
        Files.createDirectories(site());
        Files.copy(jar, site().resolve("billing-" + version + ".jar"));
        return version;
    }

    private Path site() {
        return folder.resolve("site");
    }

    private Path index() {
        return site().resolve("index.jar");
    }

    private Terminal makeIndex(String... more) {
        var words = new ArrayList<>(List.of("bundles", "index", site().toString()));
        words.addAll(List.of(more));
        return Terminal.type(words.toArray(String[]::new));
    }

    private void makeSignedIndex(String number) throws IOException {
        Terminal made = makeIndex("--publisher", "Made Up", "--number", number);
        assertEquals(SampleEhr.DONE, made.status(), made.err());
        successors.sign(index());
    }

    private Terminal type(String... words) {
        var all = new ArrayList<>(List.of("bundles"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        all.addAll(List.of("--trust", trusted.toString()));
        return Terminal.type(all.toArray(String[]::new));
    }

    private static JsonNode json(Terminal terminal) throws IOException {
        assertEquals("", terminal.err());
        return new ObjectMapper().readTree(terminal.out());
    }

    @Test
    void anIndexIsMadeSignedOfferedAndInstalledFrom() throws Exception {
        String older = publish(successors.next());
        String newer = publish(successors.next());
        Terminal made = makeIndex("--publisher", "Made Up", "--days", "30");
        assertEquals(SampleEhr.DONE, made.status(), made.err());
        assertTrue(
                made.out()
                        .endsWith(
                                "Written: "
                                        + index()
                                        + ", number 1793642400, good until 2026-12-02T18:00:00Z. Now sign it"
                                        + " with jarsigner.\n"),
                made.out());
        assertFalse(made.out().contains("Not signed"), made.out());

        String from = index().toString();
        Terminal unsigned = type("offered", "--from", from);
        assertEquals(SampleEhr.UNUSABLE, unsigned.status());
        assertTrue(unsigned.err().startsWith("MSO-1030 at " + from), unsigned.err());

        successors.sign(index());
        Terminal offered = type("offered", "--from", from);
        assertEquals(SampleEhr.DONE, offered.status(), offered.err());
        assertTrue(
                offered.out()
                        .startsWith(
                                "Made Up, number 1793642400, issued 2026-11-02T18:00:00Z, good until"
                                        + " 2026-12-02T18:00:00Z\n"),
                offered.out());
        JsonNode offers = json(type("offered", "--from", from, "--json")).get("offers");
        assertEquals(newer, offers.get(0).get("version").asText());
        assertEquals("newer", offers.get(0).get("standing").asText());
        assertEquals("billing", offers.get(0).get("capabilities").get(0).asText());
        assertEquals(older, offers.get(1).get("version").asText());

        Terminal plan = type("plan", BILLING, "--from", from);
        assertEquals(SampleEhr.DONE, plan.status(), plan.err());
        assertTrue(
                plan.out().startsWith(BILLING + " " + newer + " would take the place of "),
                plan.out());
        Terminal apply = type("apply", BILLING, "--from", index().toUri().toString());
        assertEquals("In service: " + BILLING + " " + newer + ".\n", apply.out());
        assertEquals("", apply.err());
        Terminal again = type("apply", BILLING, "--from", from);
        assertEquals(BILLING + " " + newer + " serves already: nothing was done.\n", again.out());
        Terminal back = type("apply", BILLING + "@" + older, "--from", from);
        assertEquals("In service: " + BILLING + " " + older + ".\n", back.out());
    }

    @Test
    void anIndexOnAServerIsInstalledFromOverHttpOnThisMachine() throws Exception {
        String version = publish(successors.next());
        makeSignedIndex("1");
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        Path file = site().resolve(exchange.getRequestURI().getPath().substring(1));
                        exchange.sendResponseHeaders(200, Files.size(file));
                        Files.copy(file, exchange.getResponseBody());
                    }
                });
        server.start();
        try {
            String from = "http://127.0.0.1:" + server.getAddress().getPort() + "/index.jar";
            Terminal apply = type("apply", BILLING, "--from", from);
            assertEquals("In service: " + BILLING + " " + version + ".\n", apply.out());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anOldIndexPutBackIsRefusedByTheNextCommand() throws Exception {
        publish(successors.next());
        makeSignedIndex("1");
        byte[] old = Files.readAllBytes(index());
        publish(successors.next());
        makeSignedIndex("2");
        assertEquals(SampleEhr.DONE, type("offered", "--from", index().toString()).status());
        Files.write(index(), old);
        Terminal replayed = type("apply", BILLING, "--from", index().toString(), "--json");
        assertEquals(SampleEhr.FAILED, replayed.status());
        JsonNode outcome = json(replayed);
        assertEquals("refused", outcome.get("result").asText());
        assertEquals("MSO-1060", outcome.get("problems").get(0).get("code").asText());
    }

    @Test
    void aJarThatIsNotSignedIsToldWhenTheIndexIsMade() throws Exception {
        Files.createDirectories(site());
        Files.copy(successors.unsigned(), site().resolve("billing.jar"));
        Terminal made = makeIndex("--publisher", "Made Up");
        assertTrue(made.out().contains("\nNot signed: billing.jar. Sign it, "), made.out());
    }

    @Test
    void whatCannotBeUsedIsToldWithItsCode() throws Exception {
        Files.createDirectories(site());
        unusable(type("offered"), "MSO-9030 at bundles offered: ");
        unusable(makeIndex(), "MSO-9031 at bundles index: ");
        unusable(makeIndex("--publisher", " "), "MSO-9005 at --publisher: ");
        unusable(makeIndex("--publisher", "A"), "MSO-1449 at " + site());
        unusable(
                Terminal.type("bundles", "index", folder + "/none", "--publisher", "A"),
                "MSO-9014 at ");
        publish(successors.next());
        unusable(
                makeIndex("--publisher", "A", "--out", folder + "/none/index.jar"), "MSO-1447 at ");
        Files.createDirectories(index().resolve("full"));
        unusable(makeIndex("--publisher", "A"), "MSO-9032 at " + index());
        for (String word : List.of("@", BILLING + "@", "@1.0.0")) {
            unusable(type("apply", word, "--from", "x.jar"), "MSO-9008 at " + word + ": ");
        }
        unusable(type("offered", "--from", "https://a b/"), "MSO-9005 at --from: ");
        Terminal secret = type("offered", "--from", "https://me:s3cret@bundles.example/index.jar");
        unusable(secret, "MSO-1050 at https://bundles.example/index.jar: ");
        assertFalse(secret.err().contains("s3cret"), secret.err());
        unusable(type("offered", "--from", "http://bundles.example/index.jar"), "MSO-1051 at ");
        unusable(type("offered", "--from", folder + "/none.jar"), "MSO-1052 at ");
    }

    private static void unusable(Terminal terminal, String begins) {
        assertEquals(SampleEhr.UNUSABLE, terminal.status(), terminal.out());
        assertTrue(terminal.err().startsWith(begins), terminal.err());
    }
}
