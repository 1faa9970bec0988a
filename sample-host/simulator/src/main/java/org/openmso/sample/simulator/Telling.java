package org.openmso.sample.simulator;

import java.util.UUID;

/**
 * The habits of a dialect: how resources refer to each other and which of FHIR's several ways of
 * saying a thing is taken.
 */
final class Telling {
    static final String BASE = "https://ehr.example/fhir/";

    private final long seed;
    private final Dialect dialect;

    Telling(long seed, Dialect dialect) {
        this.seed = seed;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    String reference(String type, String key) {
        return switch (dialect) {
            case CONTAINED_CLAIMS -> "#" + key;
            case TRANSACTION -> urn(type, key);
            default -> type + "/" + key;
        };
    }

    String fullUrl(String type, String key) {
        return dialect == Dialect.TRANSACTION ? urn(type, key) : BASE + type + "/" + key;
    }

    /** In a transaction the server gives the ids. */
    boolean ids() {
        return dialect != Dialect.TRANSACTION;
    }

    /** Whether Claims name the role of a clinician instead of the person. */
    boolean roles() {
        return switch (dialect) {
            case BULK, SEARCHSET, SEVERAL_COVERAGES -> true;
            default -> false;
        };
    }

    /** Whether PractitionerRoles exist at all. */
    boolean rolesKnown() {
        return dialect != Dialect.CONTAINED_CLAIMS;
    }

    boolean diagnosesAsConditions() {
        return dialect == Dialect.TRANSACTION || dialect == Dialect.VISITS;
    }

    boolean times() {
        return dialect == Dialect.TRANSACTION;
    }

    /** Whether the kind of a payer is told in SOPT instead of X12's codes. */
    boolean paymentTypology() {
        return dialect == Dialect.TRANSACTION || dialect == Dialect.SEARCHSET;
    }

    boolean placeOnLines() {
        return dialect == Dialect.SEVERAL_COVERAGES;
    }

    boolean typedIdentifiers() {
        return dialect != Dialect.TRANSACTION;
    }

    private String urn(String type, String key) {
        Dice dice = new Dice(seed, type + "/" + key, 0);
        // The form of a random UUID (RFC 9562, version 4).
        long high = dice.bits() & ~0xF000L | 0x4000L;
        long low = dice.bits() & ~(3L << 62) | 1L << 63;
        return "urn:uuid:" + new UUID(high, low);
    }
}
