package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openmso.api.Problem;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;

/**
 * What {@link ClaimRules} promises, asked of any provider. An author's test extends it and names
 * the bundle; each test says which promise it is about.
 *
 * <p>The claims are made up: usual ones, and odd ones that may come. A provider adds, by overriding
 * {@link #claims}, such as its rules find something in: only then its texts, codes and places are
 * looked at. One that needs settings gives {@link #ClaimRulesContractTest(MsoExtension)} a host
 * with those of {@link #FIRST}. That its rules find what they should is for its own tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ClaimRulesContractTest {
    /** The practice whose claims are judged. */
    public static final String FIRST = "oak-street";

    private static final String OURS = "MSO-";
    private static final int ROUNDS = 50;
    private static final int SHORTEST_SECRET = 3;

    /** How a birth date may be written. */
    private static final List<DateTimeFormatter> DATES =
            List.of(
                    DateTimeFormatter.ISO_LOCAL_DATE,
                    DateTimeFormatter.BASIC_ISO_DATE,
                    DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT),
                    DateTimeFormatter.ofPattern("M/d/yyyy", Locale.ROOT));

    /** A loop, with its number where it repeats; and what stands in it. */
    private static final Pattern PLACE =
            Pattern.compile(
                    "(?<loop>\\d{4}[A-Z]{0,2}(\\[(?<number>[1-9]\\d{0,3})])?)?"
                            + "((^|(?<=.) )[A-Z][A-Z0-9]{1,2}(\\*[A-Z0-9]{1,3}|\\d{2}(-\\d{1,2})?)?){0,2}");

    /** The loops of a line begin so. */
    private static final String OF_LINES = "24";

    /** OpenMSO with the bundle. */
    @RegisterExtension protected final MsoExtension mso;

    /** Tests a bundle: a jar, or a folder as a build leaves it. */
    protected ClaimRulesContractTest(Path bundle) {
        this(MsoExtension.with(bundle));
    }

    /** Tests the bundle of a host that is not configured further than the bundle needs. */
    protected ClaimRulesContractTest(MsoExtension host) {
        mso = host.clock(SetClock.at(MadeUpClaims.NOW)).expecting(Code.of(1038)).practice(FIRST);
    }

    /** The claims that the rules are asked about, each with a number of its own. */
    protected List<ProfessionalClaim> claims() {
        var claims = new ArrayList<ProfessionalClaim>();
        claims.add(MadeUpClaims.visit(1));
        claims.add(MadeUpClaims.visit(2));
        claims.addAll(MadeUpClaims.odd());
        return claims;
    }

    /** {@link ClaimRules#check}: asked "for each claim that could be read whole", however odd. */
    @Test
    void everyClaimGetsAnAnswer() {
        var without = new ArrayList<String>();
        for (ProfessionalClaim claim : claims()) {
            try {
                List<Problem> answer = rules().check(claim);
                if (answer == null) {
                    without.add(claim + ": null");
                } else if (answer.stream().anyMatch(Objects::isNull)) {
                    without.add(claim + ": a problem is null");
                }
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                without.add(claim + ": " + e);
            }
        }
        assertEquals(List.of(), without);
    }

    /** {@link ClaimRules#check}: "codes are the provider's own", never {@code MSO-}. */
    @Test
    void codesAreTheProvidersOwn() {
        var foreign = new LinkedHashSet<String>();
        answers()
                .forEach(
                        it ->
                                it.problems().stream()
                                        .map(Problem::code)
                                        .filter(code -> code.startsWith(OURS))
                                        .forEach(foreign::add));
        assertEquals(Set.of(), foreign);
    }

    /** Problem: its message is "the cause, a sentence", its fix "what to do, a sentence". */
    @Test
    void aProblemSaysWhatIsWrongAndWhatToDo() {
        var wordless = new LinkedHashSet<String>();
        for (Answer answer : answers()) {
            for (Problem problem : answer.problems()) {
                if (problem.message().isBlank() || problem.fix().isBlank()) {
                    wordless.add(problem.code());
                }
            }
        }
        assertEquals(Set.of(), wordless);
    }

    /** {@link ClaimRules#check}: "places are X12 loops and elements, lines counted from 1". */
    @Test
    void placesAreLoopsAndElementsOfX12() {
        var elsewhere = new LinkedHashSet<String>();
        for (Answer answer : answers()) {
            for (Problem problem : answer.problems()) {
                if (!isPlace(problem.path(), answer.claim())) {
                    elsewhere.add(problem.code() + " at " + problem.path());
                }
            }
        }
        assertEquals(Set.of(), elsewhere);
    }

    /** {@link ClaimRules#check}: "texts name no patient". */
    @Test
    void noProblemTellsWhoThePatientIs() {
        var telling = new LinkedHashSet<String>();
        for (Answer answer : answers()) {
            for (Problem problem : answer.problems()) {
                String told = problem.path() + " " + problem.message() + " " + problem.fix();
                if (secrets(answer.claim()).stream().anyMatch(it -> tells(told, it))) {
                    telling.add(problem.code());
                }
            }
        }
        assertEquals(Set.of(), telling, "codes of problems that tell of the patient");
    }

    /**
     * {@link ClaimRules#check}: an answer "depends on the claim, the practice and the day only", so
     * neither on being asked again nor on what was asked before.
     */
    @Test
    void aClaimIsJudgedOnItsOwn() {
        List<ProfessionalClaim> backwards = new ArrayList<>(claims());
        Collections.reverse(backwards);
        List<Answer> first = answers(claims());
        List<Answer> second = new ArrayList<>(answers(backwards));
        Collections.reverse(second);
        assertEquals(first, second);
    }

    /** {@link ClaimRules#check}: asked "on several threads at once". */
    @Test
    void twoThreadsMayAskAtOnce() throws Exception {
        List<ProfessionalClaim> backwards = new ArrayList<>(claims());
        Collections.reverse(backwards);
        List<Answer> right = answers(claims());
        List<Answer> rightBackwards = answers(backwards);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        var start = new CyclicBarrier(2);
        try {
            Future<Optional<List<Answer>>> one = pool.submit(asking(claims(), right, start));
            Future<Optional<List<Answer>>> other =
                    pool.submit(asking(backwards, rightBackwards, start));
            assertEquals(right, one.get().orElse(right));
            assertEquals(rightBackwards, other.get().orElse(rightBackwards));
        } finally {
            // Whatever still runs would disturb the tests that follow.
            pool.shutdown();
            assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES), "calls do not come back");
        }
    }

    /** Asks again and again; the first answers that are not the right ones, if any. */
    private Callable<Optional<List<Answer>>> asking(
            List<ProfessionalClaim> claims, List<Answer> right, CyclicBarrier start) {
        return () -> {
            start.await(1, TimeUnit.MINUTES);
            for (int i = 0; i < ROUNDS; i++) {
                List<Answer> answers = answers(claims);
                if (!answers.equals(right)) {
                    return Optional.of(answers);
                }
            }
            return Optional.empty();
        };
    }

    /**
     * What the rules said.
     *
     * @param claim of which
     * @param problems what they found; nothing where they gave no answer, which a test of its own
     *     finds
     * @param thrown the class of what they threw, otherwise empty
     */
    private record Answer(ProfessionalClaim claim, List<Problem> problems, String thrown) {}

    private List<Answer> answers() {
        return answers(claims());
    }

    private List<Answer> answers(List<ProfessionalClaim> claims) {
        ClaimRules rules = rules();
        var answers = new ArrayList<Answer>();
        for (ProfessionalClaim claim : claims) {
            try {
                List<Problem> answer = rules.check(claim);
                answers.add(
                        new Answer(
                                claim,
                                answer == null
                                        ? List.of()
                                        : answer.stream().filter(Objects::nonNull).toList(),
                                ""));
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                answers.add(new Answer(claim, List.of(), e.getClass().getName()));
            }
        }
        return answers;
    }

    private static boolean isPlace(String path, ProfessionalClaim claim) {
        Matcher place = PLACE.matcher(path);
        if (!place.matches()) {
            return false;
        }
        String number = place.group("number");
        return number == null
                || !path.startsWith(OF_LINES)
                || Integer.parseInt(number) <= claim.lines().size();
    }

    private static boolean tells(String text, String secret) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(secret) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .find();
    }

    /** Names, birth dates, homes and member ids of all who stand on a claim. */
    private static Set<String> secrets(ProfessionalClaim claim) {
        var secrets = new LinkedHashSet<String>();
        addPerson(claim.patient(), secrets);
        addCoverage(claim.coverage(), secrets);
        claim.otherCoverages().forEach(it -> addCoverage(it, secrets));
        secrets.removeIf(it -> it.length() < SHORTEST_SECRET);
        return secrets;
    }

    private static void addCoverage(Coverage coverage, Set<String> secrets) {
        addPerson(coverage.subscriber(), secrets);
        secrets.add(coverage.memberId().strip());
    }

    private static void addPerson(Person person, Set<String> secrets) {
        secrets.add(person.lastName().strip());
        secrets.add(person.firstName().strip());
        secrets.add(person.middleName().strip());
        Address home = person.address();
        secrets.add(home.line1().strip());
        secrets.add(home.line2().strip());
        person.birthDate().ifPresent(it -> addDay(it, secrets));
    }

    private static void addDay(LocalDate day, Set<String> secrets) {
        DATES.forEach(it -> secrets.add(it.format(day)));
    }

    private ClaimRules rules() {
        return mso.get(ClaimRules.class, FIRST);
    }
}
