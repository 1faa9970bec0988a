package org.openmso.handbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.NamedInput;
import org.openmso.api.rules.ClaimRules;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapPlan;
import org.openmso.testkit.ClaimRulesContractTest;
import org.openmso.testkit.LeakTest;
import org.openmso.testkit.MadeUpClaims;
import org.openmso.testkit.MsoExtension;
import org.openmso.testkit.SwapUnderLoad;
import org.openmso.verifier.BundleVerifier;
import org.openmso.verifier.Finding;
import org.openmso.verifier.Severity;

/**
 * Each mistake that authors make is found by the tool that the handbook names, and the bundle
 * without mistakes passes all of them.
 */
class SeededMistakesTest {
    /** For what never ends; a sound bundle is not on its way meanwhile. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** The bundle that the test classes below look at. */
    private static Path bundle;

    private static Duration patience;

    @TempDir private Path folder;

    @Test
    void theBundleWithoutMistakesPasses() throws IOException {
        bundle = new SeededBundle().jar(folder);
        patience = Duration.ofSeconds(60);
        assertEquals(List.of(), verified());
        assertEquals(List.of(), failures(Contract.class));
        assertEquals(List.of(), failures(Replacement.class));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aMistakeIsFoundByItsTool(Mistake mistake) throws IOException {
        var seeded = new SeededBundle();
        mistake.into(seeded);
        bundle = seeded.jar(folder);
        patience = mistake == Mistake.HANGS_WHEN_OPENED ? SHORT : Duration.ofSeconds(60);
        List<String> found =
                switch (mistake.finder()) {
                    case VERIFIER -> verified();
                    case CONTRACT -> failures(Contract.class);
                    case START -> failures(Contract.class);
                    case SWAP -> failures(Replacement.class);
                    case HOST -> planned();
                };
        // One mistake may break several promises.
        assertTrue(found.contains(mistake.as()), found.toString());
    }

    @Test
    void theHandbookSaysWhatFindsEachMistake() throws IOException {
        String page = Page.of("writing-a-bundle.md").text();
        for (Mistake mistake : Mistake.values()) {
            assertTrue(page.contains("\n" + mistake.line() + "\n"), mistake.line());
        }
    }

    /** The codes of what the verifier finds, but for what is only worth knowing. */
    private static List<String> verified() {
        return new BundleVerifier()
                .verify(bundle).stream()
                        .filter(finding -> finding.severity() != Severity.INFO)
                        .map(Finding::code)
                        .distinct()
                        .toList();
    }

    /** Why a host that trusts its own distribution only would refuse it. */
    private List<String> planned() {
        try (Mso mso =
                Mso.builder()
                        .registry(
                                Page.root()
                                        .resolve(
                                                "sample-host/ehr/src/main/resources/org/openmso/sample/ehr/registry.json"))
                        .data(folder.resolve("data"))
                        .start()) {
            SwapPlan plan = mso.bundles().plan(NamedInput.of(bundle));
            return plan.problems().stream().map(Problem::code).toList();
        }
    }

    /** The names of the tests that failed; the codes that a failed start names. */
    private static List<String> failures(Class<?> tests) {
        EngineExecutionResults results =
                EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
        var failed = new ArrayList<String>();
        results.containerEvents()
                .failed()
                .list()
                .forEach(
                        event ->
                                failed.add(
                                        event.getRequiredPayload(TestExecutionResult.class)
                                                .getThrowable()
                                                .map(Throwable::getMessage)
                                                .orElse("")
                                                .replaceAll("(?s).*?(MSO-[0-9]{4}).*", "$1")));
        results.testEvents()
                .failed()
                .list()
                .forEach(
                        event ->
                                failed.add(
                                        event.getTestDescriptor()
                                                .getDisplayName()
                                                .replace("()", "")));
        return failed;
    }

    /** As the archetype begins it. */
    static class Contract extends ClaimRulesContractTest {
        Contract() {
            super(MsoExtension.with(bundle).patience(patience));
        }

        @Override
        protected List<ProfessionalClaim> claims() {
            var claims = new ArrayList<>(super.claims());
            claims.add(MadeUpClaims.visit(201));
            return claims;
        }
    }

    /** As the archetype begins it; each with a host of its own. */
    static class Replacement {
        @RegisterExtension final MsoExtension mso = MsoExtension.with(bundle).expecting("MSO-1038");

        @Test
        void noCallIsLostWhileTheBundleIsReplaced() {
            SwapUnderLoad.of(mso).threads(2).swaps(5).run(this::found);
        }

        @Test
        void noVersionStaysInMemory() {
            LeakTest.of(mso).swaps(4).run(this::foundOrNot);
        }

        private List<Problem> found() {
            return mso.get(ClaimRules.class).check(MadeUpClaims.visit(201));
        }

        /** What is found does not matter here, only that it is looked for. */
        private Object foundOrNot() {
            try {
                return found();
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        }
    }
}
