package org.openmso.testkit.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openmso.api.Problem;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;

/** Claim rules that each make one mistake. */
public final class MistakenRules {
    private MistakenRules() {}

    /** Answers null where there is nothing to say. */
    public static final class AnswersNull extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            List<Problem> problems = super.answer(claim);
            return problems.isEmpty() ? null : problems;
        }
    }

    /** Answers a null for each thing that is well. */
    public static final class AnswersANullProblem extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            List<Problem> problems = super.answer(claim);
            return problems.isEmpty() ? Collections.singletonList(null) : problems;
        }
    }

    /** Takes for granted that there is a diagnosis. */
    public static final class ChokesOnAClaimWithoutDiagnoses extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            return claim.diagnoses().get(0).isEmpty() ? List.of() : super.answer(claim);
        }
    }

    /** Has room for so many lines only. */
    public static final class ChokesOnFiftyLines extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            var charges = new long[40];
            for (int i = 0; i < claim.lines().size(); i++) {
                charges[i] = claim.lines().get(i).charge().cents();
            }
            return super.answer(claim);
        }
    }

    /** Speaks in OpenMSO's codes. */
    public static final class UsesTheCodesOfOpenMso extends SampleRules {
        @Override
        Problem error(ProfessionalClaim claim) {
            return Problem.error("MSO-3040", "2400", "There is no line.", "Add one.");
        }
    }

    /** Names what is wrong by its code only. */
    public static final class SaysNothing extends SampleRules {
        @Override
        Problem error(ProfessionalClaim claim) {
            return Problem.error("SAMPLE-0001", "2400", " ", "Add one.");
        }
    }

    /** Names a place as its own program does. */
    public static final class NamesItsOwnFields extends SampleRules {
        @Override
        String place(int line) {
            return "claim.lines[" + line + "].charge";
        }
    }

    /** Takes the first line for number 0. */
    public static final class CountsLinesFromZero extends SampleRules {
        @Override
        Problem error(ProfessionalClaim claim) {
            return Problem.error(
                    "SAMPLE-0001", "2400[0] SV102", "There is no first line.", "Add one.");
        }
    }

    /** Names a line that is not there. */
    public static final class CountsPastTheLastLine extends SampleRules {
        @Override
        String place(int line) {
            return super.place(line + 1);
        }
    }

    /** Names the patient. */
    public static final class TellsThePatientsName extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            return telling(claim.patient().lastName());
        }
    }

    /** Names the member. */
    public static final class TellsTheMemberId extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            return telling(claim.coverage().memberId());
        }
    }

    /** Names the patient's day of birth. */
    public static final class TellsTheBirthDate extends SampleRules {
        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            return telling(claim.patient().birthDate().map(Object::toString).orElse("unknown"));
        }
    }

    /** Goes on with the claim before, which has nothing to do with this one. */
    public static final class CarriesOver extends SampleRules {
        private final Map<Thread, ProfessionalClaim> before = new ConcurrentHashMap<>();

        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            var problems = new ArrayList<>(super.answer(claim));
            ProfessionalClaim last = before.put(Thread.currentThread(), claim);
            if (last != null && last.frequency() == Frequency.VOID) {
                problems.add(
                        Problem.warning(
                                "SAMPLE-0003", "", "It comes after a void.", "Look at it."));
            }
            return problems;
        }
    }

    /** Keeps the claim that it judges where a second one takes its place. */
    public static final class SharesItsClaim extends SampleRules {
        private final Set<Thread> known = ConcurrentHashMap.newKeySet();
        private volatile ProfessionalClaim current;

        /** What both judge that met here: for one of them the wrong claim, whoever came last. */
        private volatile ProfessionalClaim both;

        private final CyclicBarrier two = new CyclicBarrier(2, () -> both = current);

        @Override
        List<Problem> answer(ProfessionalClaim claim) {
            current = claim;
            // Whoever asks first is alone: the test's own thread.
            boolean first = known.isEmpty();
            if (known.add(Thread.currentThread()) && !first) {
                await();
                return super.answer(both);
            }
            return super.answer(claim);
        }

        /** Until another thread is here, too. */
        private void await() {
            try {
                two.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("nobody else came", e);
            }
        }
    }

    private static List<Problem> telling(String secret) {
        return List.of(
                Problem.warning("SAMPLE-0004", "", "The card of " + secret + ".", "Look at it."));
    }
}
