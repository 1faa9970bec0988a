package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** Reasons have codes of their own, and a page each. */
class ReasonTest {
    private static String code(Reason reason) {
        return reason.at("", "").code();
    }

    @Test
    void every_reason_has_a_code_of_its_own() {
        var codes = new HashSet<String>();
        for (Reason reason : Reason.values()) {
            assertTrue(codes.add(code(reason)), reason::name);
        }
        assertEquals(Reason.values().length, codes.size());
    }
}
