package org.openmso.api.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.service.diff.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The contracts against those last accepted: a change needs the version step it deserves. */
class ApiBaselineTest {
    private static final Path BASELINE = Path.of("src/baseline/api.txt");
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void thePackagesVersionsTellWhatChanged() throws Exception {
        Tree now = ApiTree.of(CLASSES);
        if (Boolean.getBoolean("openmso.baseline.accept")) {
            Files.write(BASELINE, ApiTree.write(now.serialize()));
        }
        assertEquals(List.of(), Steps.missing(now, baseline()));
    }

    private static Tree baseline() throws Exception {
        return ApiTree.read(Files.readAllLines(BASELINE));
    }

    @Test
    void aMethodThatWentNeedsAMajorStep() throws Exception {
        assertStep(
                changed(
                        lines ->
                                lines.removeIf(
                                        it -> it.contains("METHOD") && it.contains("scrub("))),
                "org.openmso.api.billing was 1.0.0 and is 1.0.0, but must be at least 2.0.0",
                "REMOVED MAJOR",
                "scrub(");
    }

    @Test
    void aMethodThatCameToAnInterfaceOfHostsNeedsAMajorStep() throws Exception {
        assertStep(
                changed(
                        lines -> {
                            int at = indexOf(lines, "INTERFACE", "org.openmso.api.host.Sequences");
                            lines.add(at + 1, "   METHOD +MAJOR -MAJOR skip(long)");
                            return true;
                        }),
                "org.openmso.api.host was 1.0.0 and is 1.0.0, but must be at least 2.0.0",
                "ADDED MAJOR",
                "skip(long)");
    }

    @Test
    void aMethodThatCameToAContractNeedsAMinorStepAndIsContentWithIt() throws Exception {
        UnaryOperator<String> asItIs = UnaryOperator.identity();
        assertStep(
                withNewContractMethod(asItIs),
                "org.openmso.api.billing was 1.0.0 and is 1.0.0, but must be at least 1.1.0",
                "ADDED MINOR",
                "forecast(int)");
        assertEquals(
                List.of(),
                Steps.missing(
                        withNewContractMethod(it -> it.replace("1.0.0", "1.1.0")), accepted()));
    }

    private static Tree withNewContractMethod(UnaryOperator<String> billingVersion)
            throws Exception {
        return changed(
                lines -> {
                    int at = indexOf(lines, "INTERFACE", "org.openmso.api.billing.Billing");
                    lines.add(at + 1, "   METHOD +MINOR -MAJOR forecast(int)");
                    int version = versionOf(lines, "org.openmso.api.billing");
                    lines.set(version, billingVersion.apply(lines.get(version)));
                    return true;
                });
    }

    @Test
    void aVersionThatWentBackIsRefusedThoughNothingElseChanged() throws Exception {
        assertStep(
                changed(
                        lines -> {
                            int version = versionOf(lines, "org.openmso.api.fhir");
                            lines.set(version, lines.get(version).replace("1.0.0", "0.9.0"));
                            return true;
                        }),
                "org.openmso.api.fhir was 1.0.0 and is 0.9.0, but must be at least 1.0.0");
    }

    @Test
    void aPackageThatWentIsRefused() throws Exception {
        assertStep(
                changed(
                        lines -> {
                            int at = indexOf(lines, "PACKAGE", "org.openmso.api.fhir");
                            int end = at + 1;
                            while (end < lines.size() && lines.get(end).startsWith("  ")) {
                                end++;
                            }
                            lines.subList(at, end).clear();
                            return true;
                        }),
                "org.openmso.api.fhir was removed");
    }

    @Test
    void theTextHoldsTheWholeTree() throws Exception {
        Tree now = ApiTree.of(CLASSES);
        assertEquals(
                ApiTree.write(now.serialize()),
                ApiTree.write(ApiTree.read(ApiTree.write(now.serialize())).serialize()));
        assertTrue(ApiTree.write(now.serialize()).size() > 500);
    }

    private static void assertStep(Tree changed, String... words) throws Exception {
        List<String> missing = Steps.missing(changed, accepted());
        assertEquals(1, missing.size(), missing::toString);
        for (String word : words) {
            assertTrue(missing.get(0).contains(word), () -> word + " in " + missing);
        }
        assertTrue(missing.get(0).contains("-Dopenmso.baseline.accept=true"));
    }

    private interface Change {
        boolean of(List<String> lines);
    }

    /** The tree as it is now, changed. All versions are made 1.0.0, so that steps are plain. */
    private static Tree changed(Change change) throws Exception {
        var lines = plain();
        assertTrue(change.of(lines), "changed something");
        return ApiTree.read(lines);
    }

    private static Tree accepted() throws Exception {
        return ApiTree.read(plain());
    }

    private static List<String> plain() throws Exception {
        var lines = new ArrayList<>(ApiTree.write(ApiTree.of(CLASSES).serialize()));
        lines.replaceAll(it -> it.replaceFirst("(VERSION .*) [0-9.]+$", "$1 1.0.0"));
        return lines;
    }

    private static int indexOf(List<String> lines, String type, String name) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(type + " ") && line.endsWith(" " + name)) {
                return i;
            }
        }
        throw new IllegalStateException("not in the tree: " + type + " " + name);
    }

    private static int versionOf(List<String> lines, String packageName) {
        int at = indexOf(lines, "PACKAGE", packageName);
        while (!lines.get(at).strip().startsWith("VERSION")) {
            at++;
        }
        return at;
    }
}
