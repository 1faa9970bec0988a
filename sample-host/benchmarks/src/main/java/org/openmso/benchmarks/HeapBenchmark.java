package org.openmso.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.openmso.api.Actor;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;
import org.openmso.sample.simulator.Dialect;
import org.openmso.sample.simulator.Packaging;
import org.openmso.sample.simulator.Simulation;

/** The heap that a large ndjson file takes, beside a smaller one that fills a batch too. */
final class HeapBenchmark {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 5);

    private HeapBenchmark() {}

    static void run(Results results) throws Exception {
        Path folder = Files.createTempDirectory("heap");
        Path registry = RegistryJson.write(folder.resolve("registry.json"), 1);
        for (Dialect dialect : List.of(Dialect.CONTAINED_CLAIMS, Dialect.BULK)) {
            double[] peaks = new double[2];
            for (int size = 0; size < 2; size++) {
                int megabytes = size == 0 ? 60 : 200;
                Path file =
                        write(
                                folder.resolve(dialect + "-" + megabytes + ".ndjson"),
                                dialect,
                                megabytes);
                Child.Line figure =
                        Child.run(
                                List.of("-XX:+UseSerialGC", "-Xmx1g", "-Xlog:disable"),
                                "heap",
                                registry.toString(),
                                folder.resolve("data-" + dialect + megabytes).toString(),
                                file.toString());
                peaks[size] = Double.parseDouble(figure.text());
                results.add(
                        "heap",
                        (dialect == Dialect.BULK
                                        ? "references across lines, ndjson of "
                                        : "contained resources, ndjson of ")
                                + Files.size(file) / 1_000_000
                                + " MB: live heap, highest after a full collection",
                        peaks[size],
                        "MB");
                Files.delete(file);
            }
            results.ratio(
                    "heap",
                    "200 MB / 60 MB",
                    peaks[1],
                    peaks[0],
                    "goal: does not grow with the file");
        }
    }

    /** One file of about that size, whatever the dialect writes. */
    private static Path write(Path file, Dialect dialect, int megabytes) throws IOException {
        int probe = 1_000;
        long bytes = simulate(Files.createTempDirectory("probe"), dialect, probe);
        int visits = (int) (megabytes * 1_000_000L * probe / bytes);
        Path folder = Files.createTempDirectory("visits");
        simulate(folder, dialect, visits);
        try (OutputStream out =
                        new BufferedOutputStream(
                                Files.newOutputStream(file, StandardOpenOption.CREATE));
                var parts = Files.list(folder)) {
            for (Path part : parts.sorted().toList()) {
                Files.copy(part, out);
                Files.delete(part);
            }
        }
        return file;
    }

    private static long simulate(Path folder, Dialect dialect, int visits) throws IOException {
        return Simulation.of(11)
                .day(DAY)
                .visits(visits)
                .dialect(dialect)
                .packaging(Packaging.NDJSON)
                .writeTo(folder)
                .bytes();
    }

    /**
     * In a JVM of its own: forces a full collection every 20 MB read, and prints the highest heap
     * left after one.
     */
    static void child(String[] args) throws Exception {
        var highest = new AtomicLong();
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, unused) -> {
                                var info =
                                        GarbageCollectionNotificationInfo.from(
                                                (CompositeData) notification.getUserData());
                                if (info.getGcAction().contains("major")) {
                                    long used =
                                            info
                                                    .getGcInfo()
                                                    .getMemoryUsageAfterGc()
                                                    .values()
                                                    .stream()
                                                    .mapToLong(MemoryUsage::getUsed)
                                                    .sum();
                                    highest.accumulateAndGet(used - nonHeap(info), Math::max);
                                }
                            },
                            null,
                            null);
        }
        try (Mso mso =
                Mso.builder()
                        .registry(Path.of(args[1]))
                        .data(Path.of(args[2]))
                        .clock(
                                Clock.fixed(
                                        DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                                        ZoneOffset.UTC))
                        .start()) {
            var practice = mso.practice("practice-0", Actor.system("benchmark"));
            Path file = Path.of(args[3]);
            var input =
                    NamedInput.of(
                            file.getFileName().toString(),
                            () -> new Collecting(Files.newInputStream(file)));
            var claims = new AtomicLong();
            var report =
                    practice.get(Billing.class)
                            .prepare(
                                    sink ->
                                            practice.get(FhirIntake.class)
                                                    .read(
                                                            List.of(input),
                                                            sink,
                                                            IntakeListener.NONE),
                                    new ClaimsBenchmark.Nowhere(),
                                    outcome -> {
                                        if (claims.incrementAndGet() % 5_000 == 0) {
                                            System.gc();
                                        }
                                    });
            if (report.ready() == 0 || report.blocked() > 0) {
                throw new IllegalStateException(report.toString());
            }
            System.out.println(highest.get() / 1e6);
        }
    }

    private static long nonHeap(GarbageCollectionNotificationInfo info) {
        var heap = new ArrayList<String>();
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .forEach(pool -> heap.add(pool.getName()));
        return info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> !heap.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Asks for a full collection after every 20 MB. */
    private static final class Collecting extends java.io.FilterInputStream {
        private long sinceCollection;

        Collecting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            sinceCollection += read;
            if (sinceCollection > 20_000_000) {
                sinceCollection = 0;
                System.gc();
            }
            return read;
        }
    }
}
