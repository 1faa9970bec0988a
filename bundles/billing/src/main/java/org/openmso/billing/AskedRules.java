package org.openmso.billing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.InvalidSettings;
import org.openmso.api.MsoException;
import org.openmso.api.NotEntitled;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.api.spi.PracticeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim rules of other authors, as one batch or one scrub asks them. Whatever they do, the
 * batch goes on, and a claim about which they did not answer as they promised is blocked. For one
 * thread.
 */
final class AskedRules {
    /**
     * After so many refusals in a row that the next claim would most likely meet too, and wait for,
     * they are asked no more.
     */
    static final int MOST_REFUSALS_IN_A_ROW = 3;

    /** After so many calls that timed out, in a row or not, they are asked no more. */
    static final int MOST_TIMED_OUT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(AskedRules.class);
    private static final String CODES_OF_OPENMSO = "MSO-";
    private static final int FRAMES = 5;

    private final String practice;
    private final Optional<ClaimRules> rules;
    private int refusalsInARow;
    private int timedOut;
    private String givenUp = "";
    private boolean logged;

    private AskedRules(String practice, Optional<ClaimRules> rules) {
        this.practice = practice;
        this.rules = rules;
    }

    /** The rules that the practice's tier includes now. */
    static AskedRules of(PracticeContext practice) {
        return new AskedRules(practice.practice().id(), practice.find(ClaimRules.class));
    }

    /** No rules. */
    static AskedRules none() {
        return new AskedRules("", Optional.empty());
    }

    /** Adds what they find in a claim that could be read whole. */
    void judge(ProfessionalClaim claim, Findings found) {
        if (rules.isEmpty()) {
            return;
        }
        if (!givenUp.isEmpty()) {
            found.add(Reason.RULES_SILENT.at("", givenUp));
            return;
        }
        List<Problem> answer;
        try {
            answer = rules.get().check(claim);
        } catch (MsoException refusal) {
            refused(refusal, claim, found);
            return;
        } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
            // What a bundle can be to blame for, as when it is opened; other errors are the JVM's.
            threw(thrown, claim, found);
            return;
        }
        refusalsInARow = 0;
        take(answer, claim, found);
    }

    private void take(List<Problem> answer, ProfessionalClaim claim, Findings found) {
        var copy = new ArrayList<Problem>();
        String fault = fault(answer, copy);
        if (fault.isEmpty()) {
            found.addAll(copy);
        } else {
            tell(Reason.RULES_WRONG, "The practice's claim rules " + fault + ".", claim, found);
        }
    }

    /** Copies an answer, once: it is a list of theirs. What is wrong with it, otherwise nothing. */
    private static String fault(List<Problem> answer, List<Problem> copy) {
        if (answer == null) {
            return "answered null";
        }
        try {
            for (Problem problem : answer) {
                if (problem == null) {
                    return "answered a problem that is null";
                }
                if (problem.code().startsWith(CODES_OF_OPENMSO)) {
                    return "answered the code " + problem.code() + ", which is not theirs";
                }
                copy.add(problem);
            }
            return "";
        } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
            return "answered a list that throws " + thrown.getClass().getName();
        }
    }

    private void refused(MsoException refusal, ProfessionalClaim claim, Findings found) {
        Problem told = refusal.problem();
        // Nothing else of what they say is passed on: it may tell of a patient.
        String cause =
                refusal instanceof InvalidSettings && !told.path().isEmpty()
                        ? told.code() + " at " + told.path()
                        : told.code();
        refusalsInARow = isLasting(refusal) ? refusalsInARow + 1 : 0;
        if (refusal instanceof CapabilityTimedOut) {
            timedOut++;
        }
        silent(cause, claim, found);
        if (refusalsInARow == MOST_REFUSALS_IN_A_ROW || timedOut == MOST_TIMED_OUT) {
            givenUp =
                    "The practice's claim rules were not asked any more, for they did not answer"
                            + " about earlier claims of the batch: "
                            + cause
                            + ".";
            LOG.warn("practice {}: claim rules are asked no more in this batch", practice);
        }
    }

    /** Whether the next claim would meet the same. */
    private static boolean isLasting(MsoException refusal) {
        return refusal instanceof CapabilityTimedOut
                || refusal instanceof CapabilityUnavailable
                || refusal instanceof NotEntitled
                || refusal instanceof InvalidSettings;
    }

    private void threw(Throwable thrown, ProfessionalClaim claim, Findings found) {
        refusalsInARow = 0;
        if (!logged) {
            // Where, but not what it says.
            LOG.warn(
                    "practice {}: claim rules threw {} at {}",
                    practice,
                    thrown.getClass().getName(),
                    Arrays.stream(thrown.getStackTrace())
                            .limit(FRAMES)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(", ")));
        }
        silent("they threw " + thrown.getClass().getName(), claim, found);
    }

    private void silent(String cause, ProfessionalClaim claim, Findings found) {
        tell(
                Reason.RULES_SILENT,
                "The practice's claim rules did not answer: " + cause + ".",
                claim,
                found);
    }

    /** Blocks the claim; the first time, it is worth a line in the log. */
    private void tell(Reason reason, String cause, ProfessionalClaim claim, Findings found) {
        Problem problem = reason.at("", cause);
        found.add(problem);
        if (!logged) {
            logged = true;
            LOG.warn(
                    "practice {}: claim {} is blocked, {}: {}",
                    practice,
                    claim.number(),
                    problem.code(),
                    cause);
        }
    }
}
