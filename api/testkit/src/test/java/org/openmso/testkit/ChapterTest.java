package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.openmso.testkit.sample.SampleBilling;

/** The tests in docs/testing-a-bundle.md are those of this module, and they pass. */
@Tag("framework")
class ChapterTest {
    private static final Path ROOT = Path.of(System.getProperty("openmso.root"));

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"OurBillingTest, 20", "OurOwnTest, 4"})
    void theChaptersTestsPass(String name, int atLeast) throws Exception {
        Files.copy(
                SampleJar.of(SampleBilling.class, folder),
                Path.of("target/our-billing.jar"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var results =
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(Class.forName("org.example.billing." + name)))
                        .execute();
        assertEquals(0, results.allEvents().failed().count());
        assertTrue(results.testEvents().succeeded().count() >= atLeast);
    }

    @Test
    void theChapterQuotesThemWordForWord() throws IOException {
        String chapter = Files.readString(ROOT.resolve("docs/testing-a-bundle.md"));
        for (String name : new String[] {"OurBillingTest", "OurOwnTest"}) {
            String source =
                    Files.readString(
                            ROOT.resolve(
                                    "api/testkit/src/test/java/org/example/billing/"
                                            + name
                                            + ".java"));
            assertTrue(chapter.contains("```java\n" + source + "```"), name);
        }
    }

    @Test
    void theChapterNamesEveryFake() throws IOException {
        String chapter = Files.readString(ROOT.resolve("docs/testing-a-bundle.md"));
        try (var files =
                Files.list(ROOT.resolve("api/testkit/src/main/java/org/openmso/testkit"))) {
            assertEquals(
                    java.util.List.of(),
                    files.map(it -> it.getFileName().toString().replace(".java", ""))
                            .filter(it -> it.matches("(Recorded|MadeUp|Set).*"))
                            .filter(it -> !chapter.contains("`" + it))
                            .toList());
        }
    }
}
