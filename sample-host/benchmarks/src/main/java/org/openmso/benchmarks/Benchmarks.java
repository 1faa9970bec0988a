package org.openmso.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs one benchmark, or all: prints a table and writes a file of the figures. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("start", StartBenchmark::besidePf4j);
        ALL.put("practices", StartBenchmark::manyPractices);
        ALL.put("call", CallBenchmark::run);
        ALL.put("claims", ClaimsBenchmark::run);
        ALL.put("heap", HeapBenchmark::run);
    }

    private Benchmarks() {}

    /**
     * Arguments: the file of figures, then names of benchmarks, all when there is none. Exit 2 for
     * an unknown name.
     */
    public static void main(String[] args) throws Exception {
        var results = new Results();
        var names =
                args.length == 1 ? ALL.keySet() : java.util.List.of(args).subList(1, args.length);
        for (String name : names) {
            if (!ALL.containsKey(name)) {
                System.err.println(
                        "Unknown benchmark "
                                + name
                                + ". There are: "
                                + String.join(", ", ALL.keySet())
                                + ".");
                System.exit(2);
            }
        }
        for (String name : names) {
            ALL.get(name).run(results);
        }
        results.write(Path.of(args[0]));
    }

    @FunctionalInterface
    private interface Benchmark {
        void run(Results results) throws Exception;
    }
}
