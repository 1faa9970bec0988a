package org.openmso.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.openmso.api.Actor;
import org.openmso.api.billing.Billing;
import org.openmso.embed.Mso;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.pf4j.JarPluginManager;

/** What runs in a fresh JVM: does one thing and prints one line of figures. */
public final class Child {
    private Child() {}

    /** The first argument names the thing. */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "openmso" ->
                    openMso(Path.of(args[1]), Path.of(args[2]), args.length > 3 ? args[3] : "");
            case "pf4j" -> pf4j(Path.of(args[1]));
            case "framework" -> framework(Path.of(args[1]));
            case "claims" -> ClaimsBenchmark.child();
            case "heap" -> HeapBenchmark.child(args);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void openMso(Path registry, Path data, String bundles) throws Exception {
        var builder = Mso.builder().registry(registry).data(data);
        if (!bundles.isEmpty()) {
            builder.bundles(new CallBenchmark.OwnIndexes(urls(bundles)));
        }
        try (Mso mso = builder.start()) {
            if (mso.practice("practice-0", Actor.system("benchmark"))
                    .find(Billing.class)
                    .isEmpty()) {
                throw new IllegalStateException(mso.health().toString());
            }
            if (!bundles.isEmpty()) {
                mso.practice("practice-0", Actor.system("benchmark"))
                        .get(Billing.class)
                        .scrub(null);
            }
            System.out.println("answered");
        }
    }

    private static URL[] urls(String folders) throws MalformedURLException {
        var urls = new ArrayList<URL>();
        for (String folder : folders.split(File.pathSeparator)) {
            urls.add(Path.of(folder).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static void pf4j(Path plugins) {
        var manager = new JarPluginManager(plugins);
        manager.loadPlugins();
        manager.startPlugins();
        var found = manager.getExtensions(TrivialServices.BillingPoint.class);
        if (found.size() != 1 || manager.getPlugins().size() != 3) {
            throw new IllegalStateException("plugins: " + manager.getPlugins());
        }
        found.get(0).scrub(null);
        System.out.println("answered");
    }

    /** The OSGi framework alone, without a bundle: no OSGi host can start faster. */
    private static void framework(Path storage) throws Exception {
        var configuration =
                Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        "felix.service.urlhandlers",
                        "false");
        Framework framework =
                ServiceLoader.load(FrameworkFactory.class)
                        .findFirst()
                        .orElseThrow()
                        .newFramework(configuration);
        framework.start();
        System.out.println("answered");
        framework.stop();
    }

    /** Runs this class in a fresh JVM and returns the last line it printed. */
    static Line run(List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        command.addAll(List.of(arguments));
        long start = System.nanoTime();
        Path errors = Files.createTempFile("child", ".err");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String last = "";
        long answered = start;
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
                answered = System.nanoTime();
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    String.join(" ", arguments) + ": " + Files.readString(errors));
        }
        Files.delete(errors);
        return new Line(last, (answered - start) / 1e6);
    }

    /**
     * What a child said.
     *
     * @param text the last line
     * @param millis from the start of its process to that line
     */
    record Line(String text, double millis) {}
}
