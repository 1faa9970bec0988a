package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openmso.api.CapabilityBusy;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.InvalidSettings;
import org.openmso.api.MsoException;
import org.openmso.api.NotEntitled;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;

/** Rules of other authors: what they find counts, and what they do wrong lets no claim out. */
class AskedRulesTest {
    private static final Problem ERROR =
            Problem.error("ACME-0001", "2300 REF*G1", "Acme wants an authorization.", "Ask Acme.");
    private static final Problem WARNING =
            Problem.warning("ACME-0002", "2400[1] SV101", "Acme pays late.", "Nothing.");

    /** What is told of a patient where it must not be. */
    private static final String SECRET = "Doe";

    private final List<ClaimOutcome> outcomes = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final MemoryTarget target = new MemoryTarget();

    @Test
    void what_they_find_blocks_a_claim_and_stands_beside_what_billing_found() {
        ProfessionalClaim claim = MadeUp.officeVisit().toBuilder().placeOfService("?").build();
        prepare(it -> List.of(ERROR, WARNING), sink -> sink.claim(claim, List.of()));
        assertEquals(List.of("MSO-3023", "ACME-0001", "ACME-0002"), codes(0));
        assertEquals(ClaimOutcome.Status.BLOCKED, outcomes.get(0).status());
        assertEquals(Map.of(), target.visible);
    }

    @Test
    void a_warning_of_theirs_lets_the_claim_out_and_is_told() {
        BatchReport report = prepare(it -> List.of(WARNING), visits(1));
        assertEquals(List.of(WARNING), outcomes.get(0).problems());
        assertEquals(1, report.ready());
    }

    @Test
    void they_are_asked_once_about_each_whole_claim_and_not_about_one_blocked_at_intake() {
        ProfessionalClaim wrong = MadeUp.officeVisit(2).toBuilder().placeOfService("?").build();
        prepare(
                it -> List.of(),
                sink -> {
                    sink.claim(MadeUp.officeVisit(1), List.of());
                    sink.claim(wrong, List.of());
                    sink.blocked(MadeUp.officeVisit(3), List.of(ERROR));
                    sink.claim(MadeUp.officeVisit(1), List.of());
                });
        assertEquals(
                List.of(
                        MadeUp.officeVisit(1).number(),
                        wrong.number(),
                        MadeUp.officeVisit(1).number()),
                asked);
        assertTrue(codes(3).contains("MSO-3032"), "duplicates are found as ever");
    }

    @Test
    void a_scrub_tells_what_they_find() {
        assertEquals(
                List.of(ERROR),
                new FakePractice()
                        .asking(it -> List.of(ERROR))
                        .billing()
                        .scrub(MadeUp.officeVisit()));
    }

    @Test
    void an_answer_that_changes_later_changes_nothing() {
        var theirs = new ArrayList<>(List.of(WARNING));
        prepare(it -> theirs, visits(1));
        theirs.clear();
        assertEquals(List.of(WARNING), outcomes.get(0).problems());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("MSO-1207", failing(CapabilityTimedOut::new, "MSO-1207")),
                Arguments.of("MSO-1208", failing(CapabilityBusy::new, "MSO-1208")),
                Arguments.of("MSO-1205", failing(CapabilityUnavailable::new, "MSO-1205")),
                Arguments.of("MSO-1201", failing(NotEntitled::new, "MSO-1201")),
                Arguments.of("ACME-0107", failing(MsoException::new, "ACME-0107")),
                Arguments.of(
                        "java.lang.IllegalStateException",
                        (Supplier<Throwable>) () -> new IllegalStateException(SECRET)),
                Arguments.of(
                        "java.lang.NoClassDefFoundError",
                        (Supplier<Throwable>) () -> new NoClassDefFoundError(SECRET)),
                Arguments.of(
                        "java.lang.StackOverflowError",
                        (Supplier<Throwable>) () -> new StackOverflowError(SECRET)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void what_they_throw_blocks_that_claim_names_its_code_only_and_the_batch_goes_on(
            String cause, Supplier<Throwable> failure) {
        BatchReport report =
                prepare(nth(it -> it == 2 ? failure.get() : List.of(WARNING)), visits(3));
        assertEquals(2, report.ready());
        assertEquals(List.of("MSO-3105"), codes(1));
        Problem told = outcomes.get(1).problems().get(0);
        assertTrue(told.message().contains(cause), told::message);
        assertFalse(told.toString().contains(SECRET), told::toString);
        assertEquals(List.of(WARNING), outcomes.get(2).problems());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_scrub_that_they_do_not_answer_is_an_error(String cause, Supplier<Throwable> failure) {
        List<Problem> found =
                new FakePractice()
                        .asking(nth(it -> failure.get()))
                        .billing()
                        .scrub(MadeUp.officeVisit());
        assertEquals(List.of("MSO-3105"), found.stream().map(Problem::code).toList());
        assertTrue(found.get(0).isError(), cause);
    }

    @Test
    void settings_that_they_cannot_use_are_named() {
        prepare(
                nth(
                        it ->
                                new InvalidSettings(
                                        Problem.error(
                                                "ACME-0101",
                                                "settings.claim-rules.table",
                                                SECRET,
                                                SECRET))),
                visits(1));
        String told = outcomes.get(0).problems().get(0).toString();
        assertTrue(told.contains("ACME-0101 at settings.claim-rules.table"), told);
        assertFalse(told.contains(SECRET), told);
    }

    static Stream<List<Problem>> brokenAnswers() {
        return Stream.of(
                null,
                Arrays.asList(WARNING, null),
                List.of(WARNING, Problem.warning("MSO-3043", "", "Not theirs.", "Nothing.")),
                new AbstractList<>() {
                    @Override
                    public Problem get(int index) {
                        throw new IllegalStateException(SECRET);
                    }

                    @Override
                    public int size() {
                        return 1;
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void an_answer_that_breaks_the_contract_counts_as_none(List<Problem> answer) {
        BatchReport report = prepare(nth(it -> it == 1 ? answer : List.of()), visits(2));
        assertEquals(1, report.ready());
        assertEquals(List.of("MSO-3106"), codes(0));
        assertFalse(outcomes.get(0).problems().get(0).toString().contains(SECRET));
    }

    @Test
    void after_three_refusals_in_a_row_the_rest_is_blocked_unasked() {
        BatchReport report =
                prepare(nth(it -> failing(CapabilityTimedOut::new, "MSO-1207").get()), visits(50));
        assertEquals(3, asked.size());
        assertEquals(50, report.blocked());
        assertEquals(List.of("MSO-3105"), codes(49));
        Problem last = outcomes.get(49).problems().get(0);
        assertTrue(last.message().contains("not asked any more"), last::message);
        assertTrue(last.message().contains("MSO-1207"), last::message);
    }

    @Test
    void an_answer_in_between_begins_the_row_anew() {
        BatchReport report =
                prepare(
                        nth(
                                it ->
                                        it % 3 == 0
                                                ? List.of()
                                                : failing(NotEntitled::new, "MSO-1201").get()),
                        visits(30));
        assertEquals(30, asked.size());
        assertEquals(10, report.ready());
    }

    @Test
    void after_ten_calls_that_timed_out_the_rest_is_blocked_unasked() {
        BatchReport report =
                prepare(
                        nth(
                                it ->
                                        it % 2 == 0
                                                ? List.of()
                                                : failing(CapabilityTimedOut::new, "MSO-1207")
                                                        .get()),
                        visits(50));
        assertEquals(19, asked.size());
        assertEquals(9, report.ready());
    }

    /** It costs no time, and another claim may not meet it. */
    @Test
    void a_busy_or_throwing_provider_is_asked_about_every_claim() {
        prepare(
                nth(
                        it ->
                                it % 2 == 0
                                        ? new IllegalStateException()
                                        : failing(CapabilityBusy::new, "MSO-1208").get()),
                visits(50));
        assertEquals(50, asked.size());
    }

    @Test
    void the_next_batch_asks_them_again() {
        var practice =
                new FakePractice()
                        .asking(
                                counting(
                                        nth(
                                                it ->
                                                        it <= 3
                                                                ? failing(
                                                                                NotEntitled::new,
                                                                                "MSO-1201")
                                                                        .get()
                                                                : List.of())));
        practice.billing().prepare(visits(5), target, outcomes::add);
        BatchReport second = practice.billing().prepare(visits(5), target, outcomes::add);
        assertEquals(5, second.ready());
        assertEquals(8, asked.size());
    }

    @Test
    void an_error_of_the_jvm_ends_the_batch_and_nothing_is_visible() {
        var error = new InternalError();
        assertSame(
                error,
                assertThrows(
                        InternalError.class,
                        () -> prepare(nth(it -> it == 3 ? error : List.of()), visits(5))));
        assertEquals(Map.of(), target.visible);
    }

    private BatchReport prepare(ClaimRules rules, ClaimFeed feed) {
        return new FakePractice()
                .asking(counting(rules))
                .billing()
                .prepare(feed, target, outcomes::add);
    }

    private ClaimRules counting(ClaimRules rules) {
        return claim -> {
            asked.add(claim.number());
            return rules.check(claim);
        };
    }

    /** Rules that answer by how often they were asked, from 1: problems, or what they throw. */
    private static ClaimRules nth(IntFunction<Object> script) {
        int[] calls = {0};
        return claim -> {
            Object answer = script.apply(++calls[0]);
            if (answer instanceof RuntimeException exception) {
                throw exception;
            }
            if (answer instanceof Error error) {
                throw error;
            }
            @SuppressWarnings("unchecked")
            var problems = (List<Problem>) answer;
            return problems;
        };
    }

    private static Supplier<Throwable> failing(
            java.util.function.Function<Problem, MsoException> type, String code) {
        return () -> type.apply(Problem.error(code, SECRET, SECRET, SECRET));
    }

    private static ClaimFeed visits(int count) {
        return sink -> {
            for (int i = 1; i <= count; i++) {
                sink.claim(MadeUp.officeVisit(i), List.of());
            }
        };
    }

    private List<String> codes(int outcome) {
        return outcomes.get(outcome).problems().stream().map(Problem::code).toList();
    }
}
