package org.openmso.sample.ehr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.host.NamedInput;
import org.openmso.sample.simulator.Dialect;
import org.openmso.sample.simulator.Manifest;
import org.openmso.sample.simulator.PlantedFault;
import org.openmso.sample.simulator.Simulation;

/**
 * A part of the day in one dialect: the simulator writes it, the practice bills it, and what came
 * out is held against what was planted.
 */
final class DialectRun implements ClaimRun.Listener {
    /** How codes of OpenMSO begin. */
    private static final String OWN = "MSO-";

    private final Path folder;
    private final BlockingReasons reasons;
    private final Manifest manifest;

    /** Claim number and code of the faults that are still to be met. */
    private final Map<String, String> planted = new HashMap<>();

    private final List<String> surprises = new ArrayList<>();

    /** Claims that only the rules of another author block; nothing of that was planted. */
    private long blockedByOthers;

    private DialectRun(Path folder, BlockingReasons reasons, Manifest manifest) {
        this.folder = folder;
        this.reasons = reasons;
        this.manifest = manifest;
        for (PlantedFault fault : manifest.faults()) {
            planted.put(fault.claim(), fault.code());
        }
    }

    /**
     * What came of it.
     *
     * @param manifest what the simulator wrote
     * @param claims what became of it
     * @param blockedByOthers how many claims only the rules of other authors block
     * @param surprises what was not as planted: claims or inputs, and what happened to them
     */
    record Result(
            Manifest manifest, BatchReport claims, long blockedByOthers, List<String> surprises) {}

    /** Writes into a folder, bills it, and compares. */
    static Result of(Simulation simulation, Path folder, ClaimRun claims, BlockingReasons reasons) {
        Path fhir = folder.resolve("fhir");
        Manifest manifest = write(simulation, fhir);
        List<NamedInput> inputs =
                manifest.files().stream().map(fhir::resolve).map(NamedInput::of).toList();
        var run = new DialectRun(folder, reasons, manifest);
        BatchReport report = claims.run(inputs, folder, run);
        return new Result(manifest, report, run.blockedByOthers, run.surprises(report));
    }

    /** The name for people and folders, for example {@code several-coverages}. */
    static String name(Dialect dialect) {
        return dialect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void unusable(String input, Problem problem) {
        surprises.add(input + " is unusable by " + problem.code());
    }

    @Override
    public void decided(ClaimOutcome outcome) {
        reasons.add(outcome);
        String code = planted.remove(outcome.claim());
        Set<String> expected = code == null ? Set.of() : Set.of(code);
        Set<String> actual =
                outcome.problems().stream()
                        .filter(Problem::isError)
                        .map(Problem::code)
                        .filter(each -> each.startsWith(OWN))
                        .collect(Collectors.toSet());
        if (actual.isEmpty() && outcome.status() == ClaimOutcome.Status.BLOCKED) {
            // Nor is a duplicate one where the first was not ready.
            blockedByOthers += expected.isEmpty() ? 1 : 0;
            return;
        }
        if (!actual.equals(expected)) {
            surprises.add(outcome.claim() + " has " + actual + ", planted was " + expected);
        }
    }

    private List<String> surprises(BatchReport report) {
        planted.forEach((claim, code) -> surprises.add(claim + " with " + code + " was not met"));
        if (report.ready() + blockedByOthers != manifest.readyClaims()
                || blockedByOthers == 0 && report.charge().cents() != manifest.readyCents()) {
            surprises.add(
                    String.format(
                            Locale.ROOT,
                            "%s has %d claims of %d cents ready, and %d blocked by rules of"
                                    + " others; planned were %d of %d",
                            folder.getFileName(),
                            report.ready(),
                            report.charge().cents(),
                            blockedByOthers,
                            manifest.readyClaims(),
                            manifest.readyCents()));
        }
        return List.copyOf(surprises);
    }

    private static Manifest write(Simulation simulation, Path directory) {
        try {
            return simulation.writeTo(directory);
        } catch (IOException e) {
            throw SampleProblem.OUTPUT_UNUSABLE.failed(
                    directory.toString(),
                    "The made-up visits cannot be written: " + SystemReason.of(e) + ".",
                    "Free space on the disk, or name another directory with --out.",
                    e);
        }
    }
}
