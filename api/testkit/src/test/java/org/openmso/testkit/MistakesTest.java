package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.rules.ClaimRules;
import org.openmso.testkit.sample.Mistaken;
import org.openmso.testkit.sample.MistakenIntake;
import org.openmso.testkit.sample.MistakenRules;
import org.openmso.testkit.sample.SampleBilling;
import org.openmso.testkit.sample.SampleIntake;
import org.openmso.testkit.sample.SampleRules;

/** A sound bundle passes; each mistake is found by the test that is meant for it and no other. */
class MistakesTest {
    /** The bundle that the test classes below look at. */
    private static Path bundle;

    @TempDir Path folder;

    @Test
    void aSoundBundlePasses() {
        assertEquals(List.of(), failures(SampleBilling.class, Contract.class));
        assertEquals(List.of(), failures(SampleBilling.class, Replacement.class));
        assertEquals(List.of(), failures(SampleIntake.class, IntakeContract.class));
        assertEquals(List.of(), failures(SampleRules.class, RulesContract.class));
        assertEquals(List.of(), failures(SampleRules.class, RulesReplacement.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "ScrubsToNull, aCleanClaimHasNoProblem",
        "ThrowsUncoded, aTargetThatCannotCommitIsToldByItsCode",
        "SwallowsTheListenersException, "
                + "whatTheListenerThrowsReachesTheCallerAndNothingIsVisible",
        "CommitsEarly, nothingIsVisibleBeforeTheFeedHasEnded",
        "RepeatsNumbers, controlNumbersNeverRepeatNotEvenAmongPractices",
        "SharesItsBatch, twoThreadsMayBillAtOnce",
        "ClosesTheStream, theInterchangeIsClosedAndItsStreamIsLeftToTheHost",
        "KeepsEveryClaim, aHugeFeedIsNotHeldInMemory",
        "TellsOnItsOwnThread, theHostIsCalledBackOnTheCallersThread",
        "SumsUpWrongly, theReportHasTheSums",
        "TellsThePatientsName, noProblemTellsWhoThePatientIs",
    })
    void aBrokenPromiseIsFoundByItsTest(String mistake, String test) {
        assertEquals(List.of(test), failures(mistaken(mistake), Contract.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "OpensTwice, everyInputIsOpenedAtMostOnceAndClosed",
        "TellsNoProgress, progressOfALargeInputIsTold",
        "IgnoresTheZone, aZoneThatDoesNotExistIsRefused",
        "ReadsBrokenDocuments, aBrokenDocumentGivesNoClaim",
        "StopsAtABrokenLine, aBrokenLineOfNdjsonTakesNoOtherWithIt",
        "WrapsTheSinksException, whatTheSinkThrowsReachesTheCallerAndTheInputIsClosed",
        "ChangesTheOrder, theSameInputsGiveTheSameClaimsInTheSameOrder",
        "SharesItsSink, twoThreadsMayReadAtOnce",
    })
    void aBrokenPromiseOfIntakeIsFoundByItsTest(String mistake, String test) {
        assertEquals(
                List.of(test),
                failures(named(MistakenIntake.class, mistake), IntakeContract.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "AnswersNull, everyClaimGetsAnAnswer",
        "AnswersANullProblem, everyClaimGetsAnAnswer",
        "ChokesOnAClaimWithoutDiagnoses, everyClaimGetsAnAnswer",
        "ChokesOnFiftyLines, everyClaimGetsAnAnswer",
        "UsesTheCodesOfOpenMso, codesAreTheProvidersOwn",
        "SaysNothing, aProblemSaysWhatIsWrongAndWhatToDo",
        "NamesItsOwnFields, placesAreLoopsAndElementsOfX12",
        "CountsLinesFromZero, placesAreLoopsAndElementsOfX12",
        "CountsPastTheLastLine, placesAreLoopsAndElementsOfX12",
        "TellsThePatientsName, noProblemTellsWhoThePatientIs",
        "TellsTheMemberId, noProblemTellsWhoThePatientIs",
        "TellsTheBirthDate, noProblemTellsWhoThePatientIs",
        "CarriesOver, aClaimIsJudgedOnItsOwn",
        "SharesItsClaim, twoThreadsMayAskAtOnce",
    })
    void aBrokenPromiseOfClaimRulesIsFoundByItsTest(String mistake, String test) {
        assertEquals(
                List.of(test), failures(named(MistakenRules.class, mistake), RulesContract.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "AnswersByItsAge, noCallIsLostOrWrong",
        "TakesWhatItsPredecessorHolds, noCallIsLostOrWrong",
        "KeepsAThreadLocal, noLoaderStays",
        "LeavesAThread, noLoaderStays",
    })
    void whatDoesNotSurviveAReplacementIsFoundByItsTest(String mistake, String test) {
        assertEquals(List.of(test), failures(mistaken(mistake), Replacement.class));
    }

    @Test
    void aBundleThatDoesNotComeIntoServiceFailsTheWholeClass() {
        bundle = SampleJar.of(Mistaken.IsDown.class, folder);
        EngineExecutionResults results = run(Contract.class);
        assertEquals(0, results.testEvents().started().count());
        String told =
                results.containerEvents().failed().stream()
                        .map(MistakesTest::cause)
                        .findFirst()
                        .orElse("");
        assertTrue(told.contains("The table is empty."), told);
    }

    /** The names of the tests that failed. */
    private List<String> failures(Class<?> provider, Class<?> tests) {
        bundle = SampleJar.of(provider, folder);
        EngineExecutionResults results = run(tests);
        assertEquals(
                List.of(),
                results.containerEvents().failed().stream().map(MistakesTest::cause).toList());
        assertTrue(results.testEvents().started().count() >= 2);
        return results.testEvents().failed().stream()
                .map(it -> it.getTestDescriptor().getDisplayName().replace("()", ""))
                .sorted()
                .toList();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
    }

    private static String cause(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::toString)
                .orElse("");
    }

    private static Class<?> mistaken(String name) {
        return named(Mistaken.class, name);
    }

    private static Class<?> named(Class<?> home, String name) {
        try {
            return Class.forName(home.getName() + "$" + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Intake's contract. */
    static class IntakeContract extends FhirIntakeContractTest {
        IntakeContract() {
            super(bundle);
        }
    }

    /** Billing's contract. */
    static class Contract extends BillingContractTest {
        Contract() {
            super(bundle);
        }
    }

    /** The contract of claim rules. */
    static class RulesContract extends ClaimRulesContractTest {
        RulesContract() {
            super(bundle);
        }
    }

    /** Claim rules replaced by themselves. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class RulesReplacement {
        @RegisterExtension final MsoExtension mso = MsoExtension.with(bundle);

        @Test
        void noCallIsLostOrWrong() {
            assertEquals(5, SwapUnderLoad.of(mso).threads(2).swaps(5).run(this::judged).swaps());
        }

        @Test
        void noLoaderStays() {
            LeakTest.of(mso).swaps(4).run(this::judged);
        }

        private List<Problem> judged() {
            return mso.get(ClaimRules.class).check(MadeUpClaims.withoutLines(1));
        }
    }

    /** A bundle replaced by itself. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Replacement {
        @RegisterExtension final MsoExtension mso = MsoExtension.with(bundle).expecting("MSO-1038");

        @Test
        void noCallIsLostOrWrong() {
            SwapUnderLoad.Report report =
                    SwapUnderLoad.of(mso).threads(2).swaps(5).run(this::judged);
            assertEquals(5, report.swaps());
        }

        @Test
        void noLoaderStays() {
            // What is judged does not matter here, only that it is.
            LeakTest.of(mso).swaps(4).run(() -> judgedOrNot());
        }

        private Object judged() {
            return mso.get(Billing.class).scrub(MadeUpClaims.visit(1));
        }

        private Object judgedOrNot() {
            try {
                return judged();
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        }
    }
}
