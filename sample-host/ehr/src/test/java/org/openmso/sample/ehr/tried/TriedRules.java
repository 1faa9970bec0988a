package org.openmso.sample.ehr.tried;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;

/**
 * Claim rules that somebody is writing: a file beside the class holds the number of the code that
 * they find in every claim, or {@code down}.
 */
public final class TriedRules implements Capability<ClaimRules> {
    /** The file. */
    public static final String FILE = "finds.txt";

    private final String finds;

    /** Made by OpenMSO. */
    public TriedRules() {
        try (InputStream in = TriedRules.class.getResourceAsStream(FILE)) {
            finds = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ClaimRules open(PracticeContext practice) {
        return new Rules(finds);
    }

    @Override
    public Health probe() {
        return finds.equals("down") ? Health.down(problem("0000")) : Health.up();
    }

    private static Problem problem(String number) {
        return Problem.warning("TRY-" + number, "", "It is being tried.", "Try on.");
    }

    private record Rules(String finds) implements ClaimRules {
        @Override
        public List<Problem> check(ProfessionalClaim claim) {
            return List.of(problem(finds));
        }
    }
}
