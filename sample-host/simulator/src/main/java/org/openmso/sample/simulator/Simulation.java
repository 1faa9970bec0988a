package org.openmso.sample.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;

/**
 * A day of a made-up practice, to be written as FHIR R4. Immutable: each option gives a new one.
 * Safe from any thread.
 *
 * <p>The same seed and options give the same bytes everywhere. The same seed and day tell of the
 * same visits in every dialect, as far as it can tell them, and of the same first visits whatever
 * their number. Where the faults sit depends on the number of visits and on which faults the
 * dialect can say. Visits are written one by one: of what grows with their number, only the list of
 * faults and, with {@link Packaging#FILE_PER_CLAIM}, the list of files is kept.
 */
public final class Simulation {
    private final long seed;
    private final String practice;
    private final LocalDate day;
    private final int visits;
    private final Dialect dialect;
    private final Packaging packaging;
    private final Map<Fault, Integer> faults;

    private Simulation(
            long seed,
            String practice,
            LocalDate day,
            int visits,
            Dialect dialect,
            Packaging packaging,
            Map<Fault, Integer> faults) {
        this.seed = seed;
        this.practice = practice;
        this.day = day;
        this.visits = visits;
        this.dialect = dialect;
        this.packaging = packaging;
        this.faults = faults;
    }

    /**
     * 100 sound visits of the practice "Example Family Practice" on 2 November 2026, as Claims with
     * contained resources in one ndjson.
     */
    public static Simulation of(long seed) {
        return new Simulation(
                seed,
                "Example Family Practice",
                LocalDate.of(2026, 11, 2),
                100,
                Dialect.CONTAINED_CLAIMS,
                Packaging.NDJSON,
                new EnumMap<>(Fault.class));
    }

    /**
     * Sets the practice's name. The practice itself follows from the seed.
     *
     * @throws IllegalArgumentException if it is blank or longer than 60 characters
     */
    public Simulation practice(String name) {
        require(!name.isBlank() && name.length() <= 60, "a practice's name has 1 to 60 characters");
        return new Simulation(seed, name, day, visits, dialect, packaging, faults);
    }

    /** Sets the day of service; some visits lie one to three days before it. */
    public Simulation day(LocalDate other) {
        Objects.requireNonNull(other, "day");
        return new Simulation(seed, practice, other, visits, dialect, packaging, faults);
    }

    /**
     * Sets how many visits there are.
     *
     * @throws IllegalArgumentException if less than 1 or more than 9,999,999
     */
    public Simulation visits(int count) {
        require(count >= 1 && count <= 9_999_999, "1 to 9999999 visits, not " + count);
        return new Simulation(seed, practice, day, count, dialect, packaging, faults);
    }

    /** Sets how the visits are told. */
    public Simulation dialect(Dialect other) {
        Objects.requireNonNull(other, "dialect");
        return new Simulation(seed, practice, day, visits, other, packaging, faults);
    }

    /** Sets the files of {@link Dialect#CONTAINED_CLAIMS}; other dialects do not look at it. */
    public Simulation packaging(Packaging other) {
        Objects.requireNonNull(other, "packaging");
        return new Simulation(seed, practice, day, visits, dialect, other, faults);
    }

    /** Plants a fault into one visit more. */
    public Simulation plant(Fault fault) {
        return plant(fault, 1);
    }

    /**
     * Plants a fault into so many visits more. The visits with faults are spread evenly over all,
     * and no visit has two.
     *
     * @throws IllegalArgumentException if negative
     */
    public Simulation plant(Fault fault, int times) {
        require(times >= 0, "a fault cannot be planted " + times + " times");
        Map<Fault, Integer> more = new EnumMap<>(faults);
        more.merge(fault, times, Math::addExact);
        return new Simulation(seed, practice, day, visits, dialect, packaging, more);
    }

    /** Plants every fault there is into one visit more. */
    public Simulation plantAll() {
        Simulation more = this;
        for (Fault fault : Fault.values()) {
            more = more.plant(fault);
        }
        return more;
    }

    /**
     * Writes everything into one stream, which is flushed and stays open. A bulk export becomes one
     * ndjson with all types, the Claims first.
     *
     * @throws IllegalStateException if there are more faults than visits, or for {@link
     *     Packaging#FILE_PER_CLAIM}
     * @throws IOException if the stream refuses
     */
    public Manifest write(OutputStream out) throws IOException {
        if (filePerClaim()) {
            throw new IllegalStateException("A file per claim needs a directory.");
        }
        Plan plan = plan();
        Counter counter = new Counter();
        OutputStream counting = counter.through(new BufferedOutputStream(out, 1 << 16));
        plan.document().whole(counting, packaging);
        counting.flush();
        return plan.manifest(counter.bytes, List.of());
    }

    /**
     * Writes into a directory, which is made if it is missing; files of the same names are
     * replaced.
     *
     * @throws IllegalStateException if there are more faults than visits
     * @throws IOException if a file cannot be written
     */
    public Manifest writeTo(Path directory) throws IOException {
        Plan plan = plan();
        Files.createDirectories(directory);
        Counter counter = new Counter();
        List<String> names = new ArrayList<>();
        if (filePerClaim()) {
            plan.document()
                    .containedFiles(
                            number -> open(directory, "claim-" + number + ".json", names, counter));
        } else if (dialect == Dialect.BULK) {
            for (String type : Document.BULK_TYPES) {
                long before = counter.bytes;
                String name = type + ".ndjson";
                try (OutputStream out = open(directory, name, names, counter)) {
                    plan.document().bulk(out, type);
                }
                if (counter.bytes == before) {
                    // A bulk export has no file for a type of which there is nothing.
                    names.remove(name);
                    Files.delete(directory.resolve(name));
                }
            }
        } else {
            try (OutputStream out = open(directory, fileName(), names, counter)) {
                plan.document().whole(out, packaging);
            }
        }
        return plan.manifest(counter.bytes, names);
    }

    private boolean filePerClaim() {
        return dialect == Dialect.CONTAINED_CLAIMS && packaging == Packaging.FILE_PER_CLAIM;
    }

    private String fileName() {
        return switch (dialect) {
            case CONTAINED_CLAIMS ->
                    packaging == Packaging.COLLECTION ? "claims.json" : "claims.ndjson";
            case TRANSACTION -> "transaction.json";
            case SEARCHSET -> "searchset.json";
            case VISITS -> "visits.json";
            case SEVERAL_COVERAGES -> "several-coverages.json";
            case BULK -> throw new IllegalStateException("A bulk export has several files.");
        };
    }

    private static OutputStream open(
            Path directory, String name, List<String> names, Counter counter) throws IOException {
        names.add(name);
        return counter.through(
                new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)), 1 << 16));
    }

    private Plan plan() {
        List<Fault> planted = new ArrayList<>();
        Set<Fault> unsaid = EnumSet.noneOf(Fault.class);
        Map<Fault, Integer> left = new EnumMap<>(faults);
        left.values().removeIf(times -> times == 0);
        left.keySet().stream().filter(f -> !f.expressible(dialect)).forEach(unsaid::add);
        left.keySet().removeAll(unsaid);
        // In turns, so that every part of a long output has faults of every kind.
        while (!left.isEmpty()) {
            planted.addAll(left.keySet());
            left.replaceAll((fault, times) -> times - 1);
            left.values().removeIf(times -> times == 0);
        }
        if (planted.size() > visits) {
            throw new IllegalStateException(
                    planted.size() + " faults do not fit into " + visits + " visits.");
        }
        Clinic clinic = Clinic.of(seed, practice);
        boolean allTwice = dialect == Dialect.SEVERAL_COVERAGES;
        Residents residents = new Residents(seed, day, clinic, allTwice);
        Schedule schedule = new Schedule(seed, day, visits, clinic, residents, planted);
        Document document = new Document(schedule, clinic, new Telling(seed, dialect), day);
        return new Plan(dialect, schedule, document, unsaid);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** What a single writing needs. */
    private record Plan(Dialect dialect, Schedule schedule, Document document, Set<Fault> unsaid) {
        Manifest manifest(long bytes, List<String> files) {
            List<PlantedFault> planted = new ArrayList<>();
            List<Integer> duplicates = new ArrayList<>();
            int ready = 0;
            long cents = 0;
            for (int i = 0; i < schedule.visits(); i++) {
                Visit visit = schedule.visit(i);
                if (visit.has(Fault.DUPLICATE_SERVICE)) {
                    duplicates.add(i);
                }
                if (visit.fault().isEmpty() || visit.has(Fault.DUPLICATE_SERVICE)) {
                    ready++;
                    cents = Math.addExact(cents, visit.cents());
                }
                if (visit.fault().isPresent()) {
                    List<Visit> tellings = visit.tellings();
                    String blocked = tellings.get(tellings.size() - 1).number();
                    planted.add(new PlantedFault(blocked, visit.fault().get()));
                }
            }
            return new Manifest(
                    dialect,
                    schedule.visits(),
                    ready,
                    cents,
                    bytes,
                    files,
                    planted,
                    unsaid,
                    new ClaimView(schedule, duplicates));
        }
    }

    /** All claims, each computed when it is asked for. */
    private static final class ClaimView extends AbstractList<ExpectedClaim>
            implements RandomAccess {
        private final Schedule schedule;

        /** The visits that are told twice, in order. */
        private final List<Integer> duplicates;

        ClaimView(Schedule schedule, List<Integer> duplicates) {
            this.schedule = schedule;
            this.duplicates = duplicates;
        }

        @Override
        public int size() {
            return schedule.visits() + duplicates.size();
        }

        @Override
        public ExpectedClaim get(int index) {
            Objects.checkIndex(index, size());
            // The duplicate of visit d stands at d + 1 + (duplicates before it).
            int low = 0;
            int high = duplicates.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (duplicates.get(middle) + 1 + middle < index) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            boolean again = low < duplicates.size() && duplicates.get(low) + 1 + low == index;
            Visit visit = schedule.visit(again ? duplicates.get(low) : index - low);
            Visit told = visit.tellings().get(again ? 1 : 0);
            Optional<Fault> fault =
                    visit.has(Fault.DUPLICATE_SERVICE) && !again ? Optional.empty() : visit.fault();
            return new ExpectedClaim(told.number(), told.lines().size(), told.cents(), fault);
        }
    }

    /** Counts what goes to disk. */
    private static final class Counter {
        private long bytes;

        OutputStream through(OutputStream out) {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    bytes++;
                }

                @Override
                public void write(byte[] buffer, int from, int length) throws IOException {
                    out.write(buffer, from, length);
                    bytes += length;
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }
            };
        }
    }
}
