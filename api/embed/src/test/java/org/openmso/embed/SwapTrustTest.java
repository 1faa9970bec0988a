package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.file.Path;
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
}
