package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.openmso.api.Problem;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.signing.Identity;

/** What a host says of a jar at noon of a day in 2026. */
record Verdict(Trust trust) {
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    static Verdict trusting(Identity... trusted) {
        return new Verdict(Trust.signedBy(Identity.store(trusted)));
    }

    String accepts(byte[] jar) throws Refusal {
        return SignedJar.accepted(trust, Clock.fixed(NOON, ZoneOffset.UTC), "bundle.jar", jar);
    }

    /** Expects a refusal with a code, for a reason that contains these words. */
    void refuses(byte[] jar, String code, String words) {
        Problem problem = assertThrows(Refusal.class, () -> accepts(jar)).problem();
        assertEquals(code, problem.code(), problem::toString);
        assertEquals("bundle.jar", problem.path());
        assertTrue(problem.message().contains(words), problem::toString);
    }
}
