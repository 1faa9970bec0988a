package org.openmso.benchmarks;

import java.io.File;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;
import org.pf4j.JarPluginManager;

/**
 * A call through the guard (entitlement, lease, call chain, provider) beside a direct call of the
 * same service, a {@link Proxy} with the same checks, a look-up in an OSGi service tracker, and an
 * extension of PF4J; the last two check nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    private Billing direct;
    private Billing guarded;
    private Billing proxied;
    private Billing extension;
    private Framework framework;
    private ServiceTracker<Billing, Billing> tracker;
    private JarPluginManager plugins;
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
        proxied = CheckedProxy.before(direct, "practice-0", "billing");
        framework =
                ServiceLoader.load(FrameworkFactory.class)
                        .findFirst()
                        .orElseThrow()
                        .newFramework(
                                Map.of(
                                        Constants.FRAMEWORK_STORAGE,
                                        folder.resolve("framework").toString()));
        framework.start();
        framework.getBundleContext().registerService(Billing.class, direct, null);
        tracker = new ServiceTracker<>(framework.getBundleContext(), Billing.class, null);
        tracker.open();
        plugins = new JarPluginManager(PluginJars.plugins(folder.resolve("plugins"), 3));
        plugins.loadPlugins();
        plugins.startPlugins();
        extension = plugins.getExtensions(TrivialServices.BillingPoint.class).get(0);
    }

    /** Ends it. */
    @TearDown
    public void stop() throws Exception {
        mso.close();
        framework.stop();
        plugins.stopPlugins();
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

    /** The service behind a proxy of the JDK. */
    @Benchmark
    public List<Problem> proxy() {
        return proxied.scrub(null);
    }

    /** The service looked up for each call. */
    @Benchmark
    public List<Problem> tracker() {
        return tracker.getService().scrub(null);
    }

    /** The service as a plugin's extension. */
    @Benchmark
    public List<Problem> pf4j() {
        return extension.scrub(null);
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
                                name.equals("guarded") && threads == 1 ? "goal: under 12" : ""));
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
