package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void every_code_has_a_page_that_says_what_why_and_what_to_do() throws IOException {
        Path pages = Path.of(System.getProperty("openmso.root", "../..")).resolve("docs/errors");
        for (Reason reason : Reason.values()) {
            String page = Files.readString(pages.resolve(code(reason) + ".md"));
            assertTrue(page.startsWith("# " + code(reason) + ": "), reason::name);
            for (String heading : new String[] {"What happened", "Why", "What to do"}) {
                assertTrue(page.contains("\n## " + heading + "\n"), reason + " " + heading);
            }
        }
    }
}
