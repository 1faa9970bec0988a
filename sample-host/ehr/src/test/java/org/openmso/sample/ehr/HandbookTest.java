package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The handbook keeps up with the code. */
class HandbookTest {
    private static final Path ROOT = Path.of(System.getProperty("openmso.root"));
    private static final Path ERRORS = ROOT.resolve("docs/errors");
    private static final Pattern CODE = Pattern.compile("MSO-[0-9]{4}");
    private static final Pattern LITERAL = Pattern.compile("\"(MSO-[0-9]{4})[\" ]");

    /**
     * The simulator only says which code a fault must lead to; commands and bundles are where codes
     * come from.
     */
    private static final List<String> SOURCES =
            List.of("api", "bundles", "sample-host/ehr", "sample-host/run");

    @Test
    void everyErrorCodeHasOneHomeAndAPageAndEveryPageACode() throws IOException {
        SortedSet<String> used = new TreeSet<>();
        SortedSet<String> twice = new TreeSet<>();
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(source))) {
                for (Path file : files.filter(HandbookTest::isMainSource).toList()) {
                    var matcher = LITERAL.matcher(Files.readString(file));
                    while (matcher.find()) {
                        if (!used.add(matcher.group(1))) {
                            twice.add(matcher.group(1));
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), twice, "a code has one home");
        assertEquals(
                used,
                pages().stream()
                        .map(HandbookTest::code)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void anErrorsPageSaysWhatHappenedWhyAndWhatToDo() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            assertTrue(text.startsWith("# " + code(page) + ": "), page.toString());
            assertTrue(
                    text.contains("\n## What happened\n")
                            && text.contains("\n## Why\n")
                            && text.contains("\n## What to do\n"),
                    page.toString());
        }
    }

    /** With {@code -Dopenmso.handbook.accept=true} this writes the index instead. */
    @Test
    void theIndexListsEveryErrorWithItsTitle() throws IOException {
        var index =
                new StringBuilder(
                        "# Errors\n\nEvery error has a code, a place, a cause and a fix. Find it by its code.\n\n");
        String range = "";
        for (Path page : pages()) {
            String group = group(code(page));
            if (!group.equals(range)) {
                index.append(range.isEmpty() ? "" : "\n")
                        .append("## ")
                        .append(group)
                        .append("\n\n");
                range = group;
            }
            String title = Files.readAllLines(page).get(0).substring("# MSO-0000: ".length());
            index.append("- [")
                    .append(code(page))
                    .append("](")
                    .append(code(page))
                    .append(".md) ")
                    .append(title)
                    .append('\n');
        }
        Path file = ERRORS.resolve("README.md");
        if (Boolean.getBoolean("openmso.handbook.accept")) {
            Files.writeString(file, index);
        }
        assertEquals(index.toString(), Files.readString(file));
    }

    @Test
    void theReadmeQuotesTheWholeEmbeddingWordForWord() throws IOException {
        String source =
                Files.readString(
                        ROOT.resolve(
                                "sample-host/ehr/src/main/java/org/openmso/sample/ehr/Embedding.java"));
        assertTrue(
                Files.readString(ROOT.resolve("README.md")).contains("```java\n" + source + "```"));
        assertTrue(
                source.lines().count() <= 40,
                "the embedding takes " + source.lines().count() + " lines");
    }

    @Test
    void everyLinkOfTheHandbookLeadsSomewhere() throws IOException {
        var link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");
        var broken = new ArrayList<String>();
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            for (Path page :
                    Stream.concat(docs, top)
                            .filter(path -> path.toString().endsWith(".md"))
                            .toList()) {
                var matcher = link.matcher(Files.readString(page));
                while (matcher.find()) {
                    if (!Files.exists(page.resolveSibling(matcher.group(1)))) {
                        broken.add(ROOT.relativize(page) + " -> " + matcher.group(1));
                    }
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean isMainSource(Path file) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        return Files.isRegularFile(file)
                && (path.equals("sample-host/run") || path.contains("/src/main/"))
                && !path.contains("/target/");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ERRORS)) {
            return files.filter(file -> CODE.matcher(file.getFileName().toString()).lookingAt())
                    .sorted()
                    .toList();
        }
    }

    private static String code(Path page) {
        return page.getFileName().toString().replace(".md", "");
    }

    private static String group(String code) {
        return switch (code.substring(4, 6)) {
            case "10" -> "Starting";
            case "11" -> "Registry file";
            case "12" -> "Calls";
            case "13" -> "What the host gives";
            case "14" -> "Verifying a bundle";
            case "20" -> "FHIR inputs";
            case "21" -> "Claims in FHIR";
            case "30" -> "Scrubbing claims";
            case "31" -> "Billing";
            case "90" -> "The sample host";
            default -> throw new IllegalArgumentException("a new range needs a heading: " + code);
        };
    }
}
