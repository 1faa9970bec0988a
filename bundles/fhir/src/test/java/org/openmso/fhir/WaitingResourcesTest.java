package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;

/** Resources that wait: memory stays bounded, the temporary file says nothing and goes away. */
class WaitingResourcesTest {
    private static final long BUDGET = 1 << 20;

    @TempDir Path scratch;

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.count();
        }
    }

    private FhirIntake intake(FhirCapability capability) {
        return capability.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch));
    }

    /** Many patients, a line each. */
    private static InputStream patients(int count) {
        String patient =
                "{\"resourceType\":\"Patient\",\"id\":\"%d\",\"name\":[{\"family\":\"Fenwickmarsh\"}],\"address\":[{\"line\":[\"%s\"]}]}\n";
        String padding = "x".repeat(4000);
        return new SequenceInputStream(
                new Enumeration<InputStream>() {
                    private int next;

                    @Override
                    public boolean hasMoreElements() {
                        return next < count;
                    }

                    @Override
                    public InputStream nextElement() {
                        byte[] line =
                                patient.formatted(next++, padding).getBytes(StandardCharsets.UTF_8);
                        return new ByteArrayInputStream(line);
                    }
                });
    }

    @Test
    void two_hundred_megabytes_do_not_stay_in_memory() throws IOException {
        int count = 50_000;
        try (var store = new ResourceStore(scratch, BUDGET)) {
            byte[] pad = "y".repeat(4000).getBytes(StandardCharsets.UTF_8);
            long most = 0;
            for (int number = 0; number < count; number++) {
                String head = "{\"resourceType\":\"Patient\",\"id\":\"" + number + "\",\"x\":\"";
                byte[] text = new byte[head.length() + pad.length + 2];
                System.arraycopy(head.getBytes(StandardCharsets.UTF_8), 0, text, 0, head.length());
                System.arraycopy(pad, 0, text, head.length(), pad.length);
                text[text.length - 2] = '"';
                text[text.length - 1] = '}';
                store.add(text, "Patient", "", new Scope(0, 0), new Place("p", number + 1, ""));
                most = Math.max(most, store.used());
            }
            assertTrue(store.onDisk());
            assertTrue(most <= BUDGET + 5000, "in memory: " + most);
            assertEquals(0, store.used());
            assertEquals(1, files());
            var match = store.find("r:Patient/49999", new Scope(1, 0));
            assertEquals(49_999, match.number().orElseThrow());
            assertEquals(50_000, store.get(49_999).place().line());
        }
        assertEquals(0, files());
    }

    @Test
    void temporary_file_is_encrypted_and_deleted_whatever_happens() throws IOException {
        var intake = intake(new FhirCapability(BUDGET));
        var failing =
                new ClaimSink() {
                    @Override
                    public void claim(ProfessionalClaim claim, List<Problem> warnings) {
                        assertNothingReadable();
                        throw new IllegalStateException("the batch ends");
                    }

                    @Override
                    public void blocked(ProfessionalClaim claim, List<Problem> problems) {
                        throw new AssertionError(problems.toString());
                    }
                };
        var inputs =
                List.of(
                        NamedInput.of("patients", () -> patients(3000)),
                        Cases.input("searchset.json"));
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> intake.read(inputs, failing, IntakeListener.NONE));
        assertEquals("the batch ends", thrown.getMessage());
        assertEquals(0, files());
    }

    private void assertNothingReadable() {
        try (Stream<Path> files = Files.list(scratch)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            String content =
                    new String(Files.readAllBytes(all.get(0)), StandardCharsets.ISO_8859_1);
            assertTrue(content.length() > 1_000_000);
            assertFalse(content.contains("Fenwickmarsh"));
            assertFalse(content.contains("resourceType"));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void claims_from_disk_are_those_from_memory() throws IOException {
        var small = intake(new FhirCapability(BUDGET));
        var large = intake(new FhirCapability());
        var inputs =
                new NamedInput[] {
                    NamedInput.of("patients", () -> patients(1000)),
                    Cases.input("searchset.json"),
                    Cases.changed(
                            "visit.json",
                            tree -> Cases.at(tree, "/entry/2/resource").put("id", "ci9")),
                    Cases.input("transaction.json")
                };
        Taken fromDisk = Taken.from(small, inputs);
        assertEquals(3, fromDisk.claims.size(), fromDisk.blocked::toString);
        assertEquals(Taken.from(large, inputs).claims, fromDisk.claims);
        assertEquals(0, files());
    }

    @Test
    void two_threads_share_a_practice_and_a_thread_may_lack_a_context_class_loader()
            throws Exception {
        var intake = intake(new FhirCapability());
        Taken expected =
                Taken.from(intake, Cases.input("searchset.json"), Cases.input("visit.json"));
        Callable<Taken> task =
                () -> {
                    Thread.currentThread().setContextClassLoader(null);
                    return Taken.from(
                            intake, Cases.input("searchset.json"), Cases.input("visit.json"));
                };
        var pool = Executors.newFixedThreadPool(2);
        try {
            for (var future : pool.invokeAll(Collections.nCopies(20, task))) {
                assertEquals(expected.claims, future.get().claims);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void encounter_with_more_charges_than_any_claim_takes_is_read_all_the_same() {
        JsonNode visit = Cases.tree("visit.json");
        var text = new StringBuilder();
        visit.get("entry").forEach(entry -> text.append(entry.get("resource")).append('\n'));
        for (int number = 0; number < 900; number++) {
            text.append(
                            "{\"resourceType\":\"ChargeItem\",\"id\":\"n%d\",\"status\":\"billable\",\"code\":{\"coding\":[{\"system\":\"http://www.ama-assn.org/go/cpt\",\"code\":\"99213\"}]},\"context\":{\"reference\":\"Encounter/v1\"},\"priceOverride\":{\"value\":1}}"
                                    .formatted(number))
                    .append('\n');
        }
        Taken taken = Taken.from(intake(new FhirCapability()), Cases.text("many", text.toString()));
        assertTrue(taken.only().lines().size() > 50);
    }
}
