package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who meets a code at night finds its page. */
class ErrorPagesTest {
    private static final Path ROOT = Path.of(System.getProperty("openmso.root", "../.."));
    private static final Pattern LITERAL = Pattern.compile("\"(MSO-[0-9]{4})\"");

    @Test
    void everyCodeStandsOnceInTheSourcesAndHasAPage() throws Exception {
        var seen = new HashSet<String>();
        var wrong = new ArrayList<String>();
        for (String module : List.of("api/embed", "bundles/registry")) {
            for (Path source : sources(ROOT.resolve(module).resolve("src/main/java"))) {
                var literal = LITERAL.matcher(Files.readString(source));
                while (literal.find()) {
                    if (!seen.add(literal.group(1))) {
                        wrong.add(literal.group(1) + " stands twice");
                    }
                    wrong.addAll(faultsOfPage(literal.group(1)));
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen.containsAll(Set.of("MSO-1001", "MSO-1108", "MSO-1206", "MSO-1302")));
    }

    private static List<Path> sources(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(it -> it.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> faultsOfPage(String code) throws Exception {
        Path page = ROOT.resolve("docs/errors").resolve(code + ".md");
        if (!Files.exists(page)) {
            return List.of(code + " has no page");
        }
        String text = Files.readString(page);
        var faults = new ArrayList<String>();
        for (String part :
                List.of(
                        "# " + code + ": ",
                        "\n## What happened\n",
                        "\n## Why\n",
                        "\n## What to do\n")) {
            if (!text.contains(part)) {
                faults.add(code + " lacks " + part.strip());
            }
        }
        return faults;
    }
}
