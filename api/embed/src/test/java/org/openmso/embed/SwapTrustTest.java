package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.bundles.trace.Trace;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;

/** Whose bundles an operator can apply. */
@Tag("framework")
class SwapTrustTest {
    @TempDir Path root;
    private TestHost host;

    @BeforeEach
    void prepare() {
        Trace.take();
        host =
                TestHost.usual(
                        root,
                        "tier plus billing fhir",
                        "practice oak-street plus billing.do=version");
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private static SwapOutcome apply(Mso mso, TestBundle bundle) {
        return mso.bundles().apply(bundle.input());
    }

    private static List<String> codesOf(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    @Test
    void aJarThatNobodyTrustedSignedIsRefusedBeforeAnythingOfItIsInstalled() {
        Mso mso = host.start();
        byte[] unsigned = TestBundle.BILLING.version("2.0.0").jar();
        byte[] strangers = Jars.signed(unsigned, Identity.named("Stranger").selfSigned());
        byte[] tampered = TestBundle.BILLING.version("2.0.0").signed();
        tampered[tampered.length / 2] ^= 1;
        Trace.take();
        var codes = new ArrayList<String>();
        for (byte[] jar : List.of(unsigned, strangers, tampered)) {
            SwapOutcome outcome = mso.bundles().apply(NamedInput.of("x.jar", jar));
            assertEquals(Result.REFUSED, outcome.result());
            codes.addAll(codesOf(outcome.problems()));
        }
        assertEquals(List.of("MSO-1030", "MSO-1031", "MSO-1032"), codes);
        assertEquals(List.of(), Trace.take());
        assertEquals("1.0.0", call(billing(mso, "oak-street")));
    }

    @Test
    void aHostThatSaysNothingAboutTrustTakesNoFurtherBundle() {
        Mso mso = host.keep(host.configure().trust(Trust.distributionOnly()).start());
        SwapOutcome outcome = apply(mso, TestBundle.BILLING.version("2.0.0"));
        assertEquals(List.of("MSO-1031"), codesOf(outcome.problems()));
    }

    @Test
    void theDevelopmentPolicyTakesUnsignedJarsAndHealthSaysSoInWords() {
        Mso mso = host.keep(host.configure().trust(Trust.unsignedForDevelopment()).start());
        assertEquals(List.of("MSO-1033"), codes(mso.health()));
        NamedInput unsigned = NamedInput.of("x.jar", TestBundle.BILLING.version("2.0.0").jar());
        assertEquals(Result.DONE, mso.bundles().apply(unsigned).result());
        assertEquals("2.0.0", call(billing(mso, "oak-street")));
    }

    @Test
    void whatWasAppliedLeavesItsPlaceWhenItsSignerIsTrustedNoMore() {
        Mso first = host.start();
        apply(first, TestBundle.BILLING.version("2.0.0"));
        first.close();
        Mso second = host.keep(host.configure().trust(Trust.distributionOnly()).start());
        assertEquals("1.0.0", call(billing(second, "oak-street")));
        assertEquals(List.of("MSO-1043"), codes(second.health()));
    }

    @Test
    void whatWasAppliedServesOnWhenItsSignersCertificateHasEndedAndHealthWarnsInTime() {
        Identity author = Identity.named("Brief").valid("2026-01-01", "2026-12-01").selfSigned();
        Trust trust = Trust.signedBy(Identity.store(author));
        NamedInput next = signedBy(author, "2.0.0");
        Mso first = at("2026-10-31T23:00:00Z", trust);
        assertEquals(Result.DONE, first.bundles().apply(next).result());
        assertEquals(List.of(), codes(first.health()));
        first.close();

        Mso second = at("2026-11-01T00:00:01Z", trust);
        assertEquals(List.of("MSO-1067"), codes(second.health()));
        String told = second.health().problems().get(0).message();
        assertTrue(told.contains("It signed 2.0.0; the end is 2026-12-01T00:00:00Z."), told);
        second.close();

        Mso third = at("2027-06-01T12:00:00Z", trust);
        assertEquals("2.0.0", call(billing(third, "oak-street")));
        assertEquals(List.of("MSO-1067"), codes(third.health()));
        SwapOutcome later = third.bundles().apply(signedBy(author, "3.0.0"));
        assertEquals(List.of("MSO-1031"), codesOf(later.problems()));
        third.close();

        Mso distrusting = at("2027-06-01T12:00:00Z", Trust.distributionOnly());
        assertEquals("1.0.0", call(billing(distrusting, "oak-street")));
        assertEquals(List.of("MSO-1043"), codes(distrusting.health()));
    }

    @Test
    void aNodeThatFollowsLaterJudgesAJarByTheTimeWhenItWasApplied() {
        Identity author = Identity.named("Brief").valid("2026-01-01", "2026-12-01").selfSigned();
        Trust trust = Trust.signedBy(Identity.store(author));
        Path store = root.resolve("store");
        Mso one = host.keep(at("2026-06-01T12:00:00Z", trust, "one").bundleStore(store).start());
        Mso two = host.keep(at("2027-06-01T12:00:00Z", trust, "two").bundleStore(store).start());
        one.bundles().apply(signedBy(author, "2.0.0"));
        two.reload();
        assertEquals("2.0.0", call(billing(two, "oak-street")));
    }

    @Test
    void anEntryFromTheFutureMakesNoCertificateValidBeforeItIs() {
        Identity author = Identity.named("Later").valid("2027-01-01", "2028-01-01").selfSigned();
        Trust trust = Trust.signedBy(Identity.store(author));
        Mso ahead = at("2027-06-01T12:00:00Z", trust);
        ahead.bundles().apply(signedBy(author, "2.0.0"));
        ahead.close();
        Mso now = at("2026-11-01T12:00:00Z", trust);
        assertEquals("1.0.0", call(billing(now, "oak-street")));
        assertEquals(List.of("MSO-1043"), codes(now.health()));
    }

    private static NamedInput signedBy(Identity author, String version) {
        return NamedInput.of(
                "x.jar", Jars.signed(TestBundle.BILLING.version(version).jar(), author));
    }

    private Mso at(String time, Trust trust) {
        return host.keep(at(time, trust, "data").start());
    }

    private Mso.Builder at(String time, Trust trust, String data) {
        Clock clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
        return host.configure().data(root.resolve(data)).clock(clock).trust(trust);
    }
}
