package org.openmso.testkit.sample;

import java.util.ArrayList;
import java.util.List;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;

/**
 * The smallest claim rules that keep their contract's promises; {@link MistakenRules} breaks them
 * one at a time, by overriding a step.
 */
public class SampleRules implements Capability<ClaimRules> {
    private static final int MOST_LINES = 12;

    private volatile boolean retired;

    @Override
    public ClaimRules open(PracticeContext practice) {
        return claim -> {
            if (retired) {
                throw new IllegalStateException("called after it was retired");
            }
            return answer(claim);
        };
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    @Override
    public void retired() {
        retired = true;
    }

    List<Problem> answer(ProfessionalClaim claim) {
        var problems = new ArrayList<Problem>();
        if (claim.lines().isEmpty()) {
            problems.add(error(claim));
        }
        for (int number = MOST_LINES + 1; number <= claim.lines().size(); number++) {
            problems.add(
                    Problem.warning(
                            "SAMPLE-0002",
                            place(number),
                            "This payer reads 12 lines.",
                            "Split the claim."));
        }
        return problems;
    }

    /** What is wrong with a claim that has no lines. */
    Problem error(ProfessionalClaim claim) {
        return Problem.error("SAMPLE-0001", "2400", "There is no line.", "Add one.");
    }

    /** Where the charge of a line stands. */
    String place(int line) {
        return "2400[" + line + "] SV102";
    }
}
