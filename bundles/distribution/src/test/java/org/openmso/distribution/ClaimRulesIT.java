package org.openmso.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.embed.CallLimits;
import org.openmso.embed.SwapOutcome;
import org.openmso.testkit.MadeUpClaims;
import org.openmso.testkit.MsoExtension;
import org.openmso.testkit.RecordedOutcomes;
import org.openmso.testkit.RecordedTarget;
import org.openmso.testkit.SetClock;

/** A bundle of claim rules of another author beside the distribution's billing. */
class ClaimRulesIT {
    @RegisterExtension
    static final MsoExtension MSO =
            host().tier("plain", Billing.CAPABILITY)
                    .practice("without-rules", "plain")
                    .settings("without-rules", Billing.CAPABILITY, MadeUpClaims.SETTINGS);

    /** A host that grants a stranger's calls some time. */
    @RegisterExtension
    static final MsoExtension LIMITED =
            host().limits(ClaimRules.CAPABILITY, CallLimits.of(Duration.ofMinutes(5), 64));

    /** A host that grants them very little. */
    @RegisterExtension
    static final MsoExtension HASTY =
            host().limits(ClaimRules.CAPABILITY, CallLimits.of(Duration.ofMillis(50), 64));

    private final RecordedOutcomes outcomes = new RecordedOutcomes();
    private final RecordedTarget target = RecordedTarget.sound();

    private static MsoExtension host() {
        MsoExtension host =
                MsoExtension.with(RulesJar.version("1.0.0"))
                        .withDistribution()
                        .clock(SetClock.at(MadeUpClaims.NOW));
        for (String script :
                List.of("want-authorization", "tell-version", "hang", "throw", "ask-billing")) {
            host.practice(script)
                    .settings(script, Billing.CAPABILITY, MadeUpClaims.SETTINGS)
                    .setting(script, ClaimRules.CAPABILITY, "do", script);
        }
        return host;
    }

    @Test
    void whatTheRulesFindStandsBesideWhatBillingFound() {
        ProfessionalClaim visit = MadeUpClaims.visit(1);
        BatchReport report =
                prepare(
                        MSO,
                        "want-authorization",
                        sink -> {
                            sink.claim(visit.toBuilder().placeOfService("?").build(), List.of());
                            sink.claim(
                                    visit.toBuilder().priorAuthorization("AUTH1").build(),
                                    List.of());
                        });
        assertEquals(List.of("MSO-3023", "ACME-0001"), codes(outcomes.all().get(0).problems()));
        assertEquals(List.of(), outcomes.all().get(1).problems());
        assertEquals(1, report.ready());
        assertEquals(1, target.committed().size());
    }

    @Test
    void aPracticeWhoseTierHasNoRulesBillsWithoutThem() {
        assertEquals(1, prepare(MSO, "without-rules", visits(1)).ready());
    }

    @Test
    void aScrubTellsWhatTheRulesFind() {
        assertEquals(
                List.of("ACME-0001"),
                codes(MSO.get(Billing.class, "want-authorization").scrub(MadeUpClaims.visit(1))));
    }

    @Test
    void rulesThatThrowBlockTheClaimAndTellNothingOfIt() {
        BatchReport report = prepare(MSO, "throw", visits(3));
        assertEquals(3, report.blocked());
        Problem told = outcomes.all().get(0).problems().get(0);
        assertEquals("MSO-3105", told.code());
        assertTrue(told.message().contains("java.lang.IllegalStateException"), told::message);
        assertFalse(told.toString().contains("Quillfeather"), told::toString);
    }

    @Test
    void rulesThatHangBlockTheBatchAfterThreeClaims() {
        BatchReport report = prepare(HASTY, "hang", visits(100));
        assertEquals(100, report.blocked());
        assertEquals(
                3,
                outcomes.all().stream()
                        .map(it -> it.problems().get(0))
                        .filter(it -> it.message().contains("did not answer: MSO-1207"))
                        .count());
        assertEquals(List.of("MSO-3105"), codes(outcomes.all().get(99).problems()));
        assertEquals(List.of(), target.committed());
    }

    @Test
    void rulesThatAskBillingAboutTheirClaimComeToAnEnd() {
        circle(MSO);
    }

    @Test
    void rulesThatAskBillingAboutTheirClaimComeToAnEndOnThreadsOfOpenMsoToo() {
        circle(LIMITED);
    }

    private void circle(MsoExtension host) {
        assertEquals(2, prepare(host, "ask-billing", visits(2)).blocked());
        for (ClaimOutcome outcome : outcomes.all()) {
            // The innermost scrub is refused and says 3105; rules that pass that on are found out.
            assertEquals(List.of("MSO-3106"), codes(outcome.problems()));
        }
        assertEquals(
                List.of("MSO-3106"),
                codes(host.get(Billing.class, "ask-billing").scrub(MadeUpClaims.visit(1))));
    }

    @Test
    void rulesAreReplacedWhileABatchRuns() {
        var applied = new ArrayList<SwapOutcome.Result>();
        prepare(
                LIMITED,
                "tell-version",
                sink -> {
                    sink.claim(MadeUpClaims.visit(1), List.of());
                    applied.add(
                            CompletableFuture.supplyAsync(
                                            () -> LIMITED.apply(RulesJar.version("1.1.0")),
                                            task -> new Thread(task, "operator").start())
                                    .orTimeout(2, TimeUnit.MINUTES)
                                    .join()
                                    .result());
                    sink.claim(MadeUpClaims.visit(2), List.of());
                });
        assertEquals(List.of(SwapOutcome.Result.DONE), applied);
        assertEquals(
                List.of("Judged by version 1.0.0.", "Judged by version 1.1.0."),
                outcomes.all().stream().map(it -> it.problems().get(0).message()).toList());
        assertEquals(2, outcomes.ready().size());
    }

    private BatchReport prepare(MsoExtension host, String practice, ClaimFeed feed) {
        return host.get(Billing.class, practice).prepare(feed, target, outcomes);
    }

    private static ClaimFeed visits(int count) {
        return sink -> {
            for (int i = 1; i <= count; i++) {
                sink.claim(MadeUpClaims.visit(i), List.of());
            }
        };
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }
}
