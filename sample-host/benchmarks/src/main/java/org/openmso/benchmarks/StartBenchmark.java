package org.openmso.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the start of a fresh JVM to the first answer. Runs alternate between the sides, so that both
 * meet the same load.
 */
final class StartBenchmark {
    private static final int RUNS = 10;

    private StartBenchmark() {}

    /** Three plugins of trivial services on each side. */
    static void besidePf4j(Results results) throws Exception {
        Path folder = Files.createTempDirectory("start");
        Path registry = RegistryJson.write(folder.resolve("registry.json"), 10);
        String bundles =
                PluginJars.bundles(folder.resolve("bundles"))
                        + File.pathSeparator
                        + registryOnly(folder.resolve("kernel"));
        Path plugins = PluginJars.plugins(folder.resolve("plugins"), 3);
        double[] ours = new double[RUNS];
        double[] theirs = new double[RUNS];
        double[] framework = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            ours[run] =
                    Child.run(
                                    List.of(),
                                    "openmso",
                                    registry.toString(),
                                    folder.resolve("data-" + run).toString(),
                                    bundles)
                            .millis();
            theirs[run] = Child.run(List.of(), "pf4j", plugins.toString()).millis();
            framework[run] =
                    Child.run(List.of(), "framework", folder.resolve("framework-" + run).toString())
                            .millis();
        }
        results.add(
                "start",
                "PF4J, 3 plugins: JVM start to first answer, median of 10",
                median(theirs),
                "ms");
        results.add(
                "start",
                "OpenMSO, 3 bundles: JVM start to first answer, median of 10",
                median(ours),
                "ms");
        results.add(
                "start",
                "Felix alone, no bundle: JVM start to started, median of 10",
                median(framework),
                "ms");
        results.ratio("start", "Felix alone / PF4J", median(framework), median(theirs), "no goal");
        results.ratio("start", "OpenMSO / PF4J", median(ours), median(theirs), "goal: at most 1.5");
        double[] whole = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            whole[run] =
                    Child.run(
                                    List.of(),
                                    "openmso",
                                    registry.toString(),
                                    folder.resolve("whole-" + run).toString())
                            .millis();
        }
        results.add(
                "start",
                "OpenMSO, whole distribution, FHIR and billing probed and warm, median of 10",
                median(whole),
                "ms");
    }

    /** Ten practices beside ten thousand. */
    static void manyPractices(Results results) throws Exception {
        Path folder = Files.createTempDirectory("practices");
        Path few = RegistryJson.write(folder.resolve("few.json"), 10);
        Path many = RegistryJson.write(folder.resolve("many.json"), 10_000);
        String bundles =
                PluginJars.bundles(folder.resolve("bundles"))
                        + File.pathSeparator
                        + registryOnly(folder.resolve("kernel"));
        double[] ten = new double[RUNS];
        double[] tenThousand = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            ten[run] =
                    Child.run(
                                    List.of(),
                                    "openmso",
                                    few.toString(),
                                    folder.resolve("few-" + run).toString(),
                                    bundles)
                            .millis();
            tenThousand[run] =
                    Child.run(
                                    List.of(),
                                    "openmso",
                                    many.toString(),
                                    folder.resolve("many-" + run).toString(),
                                    bundles)
                            .millis();
        }
        results.add(
                "practices",
                "10 practices: JVM start to first answer, median of 10",
                median(ten),
                "ms");
        results.add(
                "practices",
                "10,000 practices: JVM start to first answer, median of 10",
                median(tenThousand),
                "ms");
        results.ratio(
                "practices", "10,000 / 10", median(tenThousand), median(ten), "goal: at most 2");
    }

    /** A class path folder that holds the distribution's registry bundle only. */
    static Path registryOnly(Path folder) throws IOException {
        String index;
        try (InputStream in =
                StartBenchmark.class.getResourceAsStream("/META-INF/openmso/bundles.index")) {
            index = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        }
        var kept = new ArrayList<String>();
        Path jars = Files.createDirectories(folder.resolve("META-INF/openmso/bundles"));
        for (String line : index.split("\n")) {
            String name = line.substring(line.indexOf(' ') + 1);
            if (name.startsWith("mso-registry")) {
                kept.add(line);
                try (InputStream in =
                        StartBenchmark.class.getResourceAsStream(
                                "/META-INF/openmso/bundles/" + name)) {
                    Files.copy(in, jars.resolve(name));
                }
            }
        }
        Files.write(folder.resolve("META-INF/openmso/bundles.index"), kept);
        return folder;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2.0;
    }
}
