package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** What the verifier says of a jar. */
record Verdict(List<Finding> findings) {
    static Verdict on(Path jar) {
        return new Verdict(new BundleVerifier().verify(jar));
    }

    static Verdict on(Path jar, Path against) {
        return new Verdict(new BundleVerifier().verify(jar, against));
    }

    /** The codes of errors and warnings. */
    List<String> codes() {
        return List.copyOf(
                new TreeSet<>(
                        findings.stream()
                                .filter(each -> each.severity() != Severity.INFO)
                                .map(Finding::code)
                                .toList()));
    }

    /** Exactly one thing is wrong. */
    Verdict is(Check check) {
        assertEquals(List.of(check.code()), codes(), findings::toString);
        return this;
    }

    /** Exactly one thing is wrong, weighs so much, and is told with its place and words. */
    void is(Check check, Severity severity, String place, String... words) {
        is(check);
        Finding finding = the(check);
        assertEquals(severity, finding.severity(), finding::toString);
        assertEquals(place, finding.place(), finding::toString);
        for (String word : words) {
            assertTrue(finding.message().contains(word), finding::toString);
        }
        assertTrue(finding.fix().endsWith("."), finding::toString);
    }

    /** The first finding of a check. */
    Finding the(Check check) {
        return findings.stream()
                .filter(each -> each.code().equals(check.code()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(check + " in " + findings));
    }
}
