package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;

/**
 * What {@link FhirIntake} promises, asked of any provider. An author's test extends it and names
 * the bundle; each test says which promise it is about.
 *
 * <p>The inputs are {@link MadeUpVisits}. A provider that needs other resources for a claim
 * overrides {@link #claim}, {@link #bareClaim} and {@link #referredTo}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FhirIntakeContractTest {
    /** The practice whose visits are read. */
    public static final String FIRST = "oak-street";

    private static final String MISSET = "with-a-wrong-zone";
    private static final int MEBIBYTE = 1 << 20;

    /** OpenMSO with the bundle. */
    @RegisterExtension protected final MsoExtension mso;

    /** Tests a bundle: a jar, or a folder as a build leaves it. */
    protected FhirIntakeContractTest(Path bundle) {
        this(MsoExtension.with(bundle));
    }

    /** Tests the bundle of a host that is not configured further than the bundle needs. */
    protected FhirIntakeContractTest(MsoExtension host) {
        mso =
                host.clock(SetClock.at(MadeUpClaims.NOW))
                        .expecting(Code.of(1038))
                        .practice(FIRST)
                        .practice(MISSET)
                        .setting(MISSET, FhirIntake.CAPABILITY, "zone", "Nowhere/At-All");
    }

    /** A Claim on one line that can be billed as it is; another one for each number from 1. */
    protected String claim(int number) {
        return MadeUpVisits.claim(number);
    }

    /** The same, without what it refers to. */
    protected String bareClaim(int number) {
        return MadeUpVisits.bareClaim(number);
    }

    /** What {@link #bareClaim} refers to, a resource a line. */
    protected String referredTo() {
        return MadeUpVisits.referredTo();
    }

    /** {@link FhirIntake#read}: it "hands every claim to the sink". */
    @Test
    void aClaimThatCanBeBilledReachesTheSink() {
        var claims = new RecordedClaims();
        read(claims, IntakeListener.NONE, RecordedInput.of("visits", claim(1)));
        assertEquals(1, claims.claims().size(), () -> "blocked: " + claims.handed());
        assertEquals(List.of(), claims.blocked());
    }

    /** ClaimSink: warnings hold no errors, of a blocked claim "at least one is an error". */
    @Test
    void problemsFitTheWayAClaimIsHandedOver() {
        var claims = new RecordedClaims();
        read(
                claims,
                IntakeListener.NONE,
                RecordedInput.of("visits", claim(1)),
                RecordedInput.of("lone", bareClaim(2)));
        assertEquals(2, claims.handed().size());
        assertEquals(1, claims.blocked().size(), "a claim without its patient can be billed");
        for (RecordedClaims.Handed handed : claims.handed()) {
            assertNotNull(handed.claim(), "a claim is null");
            assertNotNull(handed.problems(), "the problems are null");
            assertEquals(
                    handed.blocked(),
                    handed.problems().stream().anyMatch(Problem::isError),
                    () -> "problems of " + handed.claim());
        }
    }

    /** IntakeReport: "the sums of a reading". */
    @Test
    void theReportHasTheSums() {
        var claims = new RecordedClaims();
        var heard = new RecordedIntake();
        IntakeReport report =
                read(
                        claims,
                        heard,
                        RecordedInput.of("visits", claim(1) + "\n" + bareClaim(2)),
                        RecordedInput.of("torn", "{\"resourceType\": \"Claim\", "));
        assertNotNull(report, "the report is null");
        assertEquals(new IntakeReport(2, 2, 1), report);
        assertEquals(2, claims.handed().size());
        assertEquals(1, heard.unusable().size());
    }

    /** {@link FhirIntake#read}: it runs "on the caller's thread", callbacks included. */
    @Test
    void theHostIsCalledBackOnTheCallersThread() {
        var claims = new RecordedClaims();
        var heard = new RecordedIntake();
        read(
                claims,
                heard,
                RecordedInput.of("visits", claim(1)),
                RecordedInput.of("torn", "{\"resourceType\": "));
        Set<Thread> threads = new HashSet<>(heard.threads());
        claims.handed().forEach(it -> threads.add(it.thread()));
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    /** NamedInput: "opened at most once a call, and closed". */
    @Test
    void everyInputIsOpenedAtMostOnceAndClosed() {
        List<RecordedInput> inputs =
                List.of(
                        RecordedInput.of("visits", claim(1)),
                        RecordedInput.of("lines", bareClaim(2) + "\n" + referredTo()),
                        RecordedInput.of("torn", "{\"resourceType\": "),
                        RecordedInput.of("empty", ""));
        read(new RecordedClaims(), IntakeListener.NONE, inputs.toArray(RecordedInput[]::new));
        for (RecordedInput input : inputs) {
            assertTrue(input.opened() <= 1, () -> input.name() + " was opened again");
            assertEquals(0, input.stillOpen(), () -> input.name() + " was left open");
        }
    }

    /** {@link FhirIntake#read}: "in an order that depends on the inputs only". */
    @Test
    void theSameInputsGiveTheSameClaimsInTheSameOrder() {
        var before = new RecordedClaims();
        var after = new RecordedClaims();
        for (RecordedClaims claims : List.of(before, after)) {
            read(
                    claims,
                    IntakeListener.NONE,
                    RecordedInput.of("bare", bareClaim(7) + "\n" + bareClaim(3)),
                    RecordedInput.of("visits", claim(5) + "\n" + claim(4)),
                    RecordedInput.of("others", referredTo()));
        }
        assertEquals(4, before.claims().size());
        assertEquals(before.claims(), after.claims());
    }

    /** {@link FhirIntake#read}: references are resolved "across all inputs". */
    @Test
    void whatAClaimRefersToMayComeInAnotherInput() {
        var claims = new RecordedClaims();
        read(
                claims,
                IntakeListener.NONE,
                RecordedInput.of("claims", bareClaim(1)),
                RecordedInput.of("others", referredTo()));
        assertEquals(1, claims.claims().size(), () -> "blocked: " + claims.handed());
    }

    /** {@link FhirIntake#read}: an unusable input "is reported, the others are still read". */
    @Test
    void anInputThatIsNoJsonIsReportedAndTheOthersAreRead() {
        oneIsReportedTheOtherRead(RecordedInput.of("letter", "Dear colleague,\n"));
    }

    /** {@link FhirIntake#read}: an unusable input "is reported, the others are still read". */
    @Test
    void anInputThatCannotBeOpenedIsReportedAndTheOthersAreRead() {
        oneIsReportedTheOtherRead(
                RecordedInput.of(
                        "locked",
                        () -> {
                            throw new IOException("locked on purpose");
                        }));
    }

    /** {@link FhirIntake#read}: an unusable input "is reported, the others are still read". */
    @Test
    void anInputThatFailsOnItsWayIsReportedClosedAndTheOthersAreRead() {
        byte[] half = claim(9).substring(0, 200).getBytes(StandardCharsets.UTF_8);
        var failing =
                RecordedInput.of(
                        "failing",
                        () ->
                                new SequenceInputStream(
                                        new ByteArrayInputStream(half), new Failing()));
        oneIsReportedTheOtherRead(failing);
        assertEquals(0, failing.stillOpen(), "it was left open");
    }

    private void oneIsReportedTheOtherRead(RecordedInput bad) {
        var claims = new RecordedClaims();
        var heard = new RecordedIntake();
        IntakeReport report = read(claims, heard, bad, RecordedInput.of("visits", claim(1)));
        assertEquals(1, report.unusable());
        assertEquals(
                List.of(bad.name()),
                heard.unusable().stream().map(RecordedIntake.Unusable::input).toList());
        assertNotNull(heard.unusable().get(0).problem(), "the problem is null");
        assertEquals(1, claims.claims().size());
    }

    /** {@link FhirIntake#read}: "no claim of a broken JSON document reaches the sink". */
    @Test
    void aBrokenDocumentGivesNoClaim() {
        String bundle =
                "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [\n"
                        + "{\"resource\": "
                        + claim(1)
                        + "},\n{\"resource\": "
                        + claim(2).substring(0, 100);
        var claims = new RecordedClaims();
        IntakeReport report =
                read(claims, IntakeListener.NONE, RecordedInput.of("torn bundle", bundle));
        assertEquals(List.of(), claims.handed());
        assertEquals(1, report.unusable());
    }

    /** {@link FhirIntake#read}: "in ndjson each line stands for itself". */
    @Test
    void aBrokenLineOfNdjsonTakesNoOtherWithIt() {
        var claims = new RecordedClaims();
        var heard = new RecordedIntake();
        read(
                claims,
                heard,
                RecordedInput.of(
                        "lines",
                        claim(1) + "\n" + claim(2).substring(0, 100) + "\n" + claim(3) + "\n"));
        assertEquals(2, claims.claims().size());
        assertEquals(1, heard.unusable().size());
    }

    /** FhirIntake: it reads JSON, "also compressed with gzip". */
    @Test
    void aCompressedInputGivesTheSameClaims() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(claim(1).getBytes(StandardCharsets.UTF_8));
        }
        var plain = new RecordedClaims();
        var compressed = new RecordedClaims();
        read(plain, IntakeListener.NONE, RecordedInput.of("visits", claim(1)));
        read(compressed, IntakeListener.NONE, RecordedInput.of("visits", bytes.toByteArray()));
        assertEquals(plain.claims(), compressed.claims());
        assertEquals(1, compressed.claims().size());
    }

    /** IntakeListener: progress "at least once for every 16 MiB read". */
    @Test
    void progressOfALargeInputIsTold() {
        var heard = new RecordedIntake();
        byte[] blanks = new byte[MEBIBYTE];
        Arrays.fill(blanks, (byte) ' ');
        read(
                new RecordedClaims(),
                heard,
                RecordedInput.of("large", () -> large("{\"resourceType\":", blanks, 40)));
        assertTrue(heard.progress().size() >= 2, () -> "told " + heard.progress());
        assertTrue(heard.progress().stream().allMatch(it -> it.input().equals("large")));
    }

    private static InputStream large(String begin, byte[] filling, int times) {
        var parts = new ArrayList<InputStream>();
        parts.add(new ByteArrayInputStream(begin.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < times; i++) {
            parts.add(new ByteArrayInputStream(filling));
        }
        parts.add(
                new ByteArrayInputStream(
                        "\"Basic\",\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8)));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    /** Callbacks are the host's: what they throw is the host's to handle. */
    @Test
    void whatTheSinkThrowsReachesTheCallerAndTheInputIsClosed() {
        var thrown = new IllegalStateException("the sink's own");
        var input = RecordedInput.of("visits", claim(1));
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> read(new Throwing(thrown), IntakeListener.NONE, input)));
        assertEquals(0, input.stillOpen(), "it was left open");
    }

    /** Callbacks are the host's: what they throw is the host's to handle. */
    @Test
    void whatTheListenerThrowsReachesTheCallerAndTheInputIsClosed() {
        var thrown = new IllegalStateException("the listener's own");
        var input = RecordedInput.of("letter", "Dear colleague,\n");
        var listener =
                new IntakeListener() {
                    @Override
                    public void unusable(String name, Problem problem) {
                        throw thrown;
                    }
                };
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> read(new RecordedClaims(), listener, input)));
        assertEquals(0, input.stillOpen(), "it was left open");
    }

    /** {@link FhirIntake#read}: MSO-2013 "if a setting cannot be used". */
    @Test
    void aZoneThatDoesNotExistIsRefused() {
        var refused =
                assertThrows(
                        InvalidSettings.class,
                        () ->
                                mso.get(FhirIntake.class, MISSET)
                                        .read(
                                                List.of(RecordedInput.of("visits", claim(1))),
                                                new RecordedClaims(),
                                                IntakeListener.NONE));
        assertEquals(Code.of(2013), refused.code());
    }

    /** Problem: it "never carries names, birth dates or diagnoses of patients". */
    @Test
    void noProblemTellsWhoThePatientIs() {
        var claims = new RecordedClaims();
        var heard = new RecordedIntake();
        read(
                claims,
                heard,
                RecordedInput.of("visits", claim(1).replace("\"G0108\"", "\"\"")),
                RecordedInput.of("torn", claim(2).substring(0, 400)));
        var problems = new ArrayList<Problem>();
        claims.handed().forEach(it -> problems.addAll(it.problems()));
        heard.unusable().forEach(it -> problems.add(it.problem()));
        assertFalse(problems.isEmpty(), "the made-up mistakes were not noticed");
        for (Problem problem : problems) {
            String told = problem.toString().toLowerCase(Locale.ROOT);
            for (String secret : MadeUpClaims.PRIVATE) {
                assertFalse(told.contains(secret), () -> problem.code() + " tells of the patient");
            }
        }
    }

    /** Capability: what it opens "must be safe from any thread". */
    @Test
    void twoThreadsMayReadAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        var meeting = new Meeting();
        try {
            var readings = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < 20; i++) {
                int first = i * 10 + 1;
                Callable<List<String>> reading = () -> amounts(first, meeting);
                readings.add(pool.submit(reading));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        List.of(i * 10 + 1 + ".00", i * 10 + 2 + ".00"), readings.get(i).get());
            }
        } finally {
            // Whatever still runs would disturb the tests that follow.
            pool.shutdown();
            assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES), "calls do not come back");
        }
    }

    private List<String> amounts(int first, Meeting meeting) {
        var claims = new RecordedClaims();
        read(
                new ClaimSink() {
                    @Override
                    public void claim(ProfessionalClaim claim, List<Problem> warnings) {
                        claims.claim(claim, warnings);
                        meeting.await();
                    }

                    @Override
                    public void blocked(ProfessionalClaim claim, List<Problem> problems) {
                        claims.blocked(claim, problems);
                    }
                },
                IntakeListener.NONE,
                RecordedInput.of("visits", claim(first) + "\n" + claim(first + 1)));
        return claims.claims().stream().map(it -> it.total().toString()).sorted().toList();
    }

    private IntakeReport read(ClaimSink sink, IntakeListener listener, RecordedInput... inputs) {
        return mso.get(FhirIntake.class, FIRST).read(List.<NamedInput>of(inputs), sink, listener);
    }

    /** A sink that throws. */
    private record Throwing(RuntimeException thrown) implements ClaimSink {
        @Override
        public void claim(ProfessionalClaim claim, List<Problem> warnings) {
            throw thrown;
        }

        @Override
        public void blocked(ProfessionalClaim claim, List<Problem> problems) {
            throw thrown;
        }
    }

    /** A stream that breaks. */
    private static final class Failing extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("broken on purpose");
        }
    }
}
