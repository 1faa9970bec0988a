package org.openmso.benchmarks;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openmso.api.Actor;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.embed.Mso;

/**
 * A call through the guard (entitlement, lease, provider) beside a direct call of the same service.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    private Billing direct;
    private Billing guarded;
    private Mso mso;

    /** Starts OpenMSO with the trivial bundles. */
    @Setup
    public void start() throws Exception {
        Path folder = Files.createTempDirectory("call");
        Path registry = RegistryJson.write(folder.resolve("registry.json"), 10);
        var urls =
                new URL[] {
                    PluginJars.bundles(folder.resolve("bundles")).toUri().toURL(),
                    StartBenchmark.registryOnly(folder.resolve("kernel")).toUri().toURL()
                };
        mso =
                Mso.builder()
                        .registry(registry)
                        .data(folder.resolve("data"))
                        .bundles(new OwnIndexes(urls))
                        .start();
        direct = new TrivialServices.PlainBilling();
        guarded = mso.practice("practice-0", Actor.system("benchmark")).get(Billing.class);
        guarded.scrub(null);
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        mso.close();
    }

    /** The service itself. */
    @Benchmark
    public List<Problem> direct() {
        return direct.scrub(null);
    }

    /** The service behind the guard. */
    @Benchmark
    public List<Problem> guarded() {
        return guarded.scrub(null);
    }

    /** One thread, then two. */
    static void run(Results results) throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            var options =
                    new OptionsBuilder()
                            .include(CallBenchmark.class.getName())
                            .threads(threads)
                            .forks(2)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.seconds(1))
                            .jvmArgsAppend("-Dorg.slf4j.simpleLogger.defaultLogLevel=error")
                            .output(
                                    new File(System.getProperty("java.io.tmpdir"), "jmh.log")
                                            .toString())
                            .build();
            for (var run : new Runner(options).run()) {
                String name = run.getPrimaryResult().getLabel();
                results.add(
                        new Results.Row(
                                "call",
                                name
                                        + " call, "
                                        + threads
                                        + (threads == 1 ? " thread" : " threads"),
                                run.getPrimaryResult().getScore(),
                                "ns",
                                name.equals("guarded") && threads == 1 ? "goal: under 25" : ""));
            }
        }
    }

    /** Shows OpenMSO the indexes of these folders only. */
    static final class OwnIndexes extends URLClassLoader {
        OwnIndexes(URL... folders) {
            super(folders, CallBenchmark.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws java.io.IOException {
            return name.endsWith("bundles.index") ? findResources(name) : super.getResources(name);
        }
    }
}
