package org.openmso.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;

/** What a reading handed on: claims, blocked claims, unusable inputs, and the report. */
final class Taken implements ClaimSink, IntakeListener {
    final List<ProfessionalClaim> claims = new ArrayList<>();
    final List<List<Problem>> warnings = new ArrayList<>();
    final Map<String, List<Problem>> blocked = new TreeMap<>();
    final List<ProfessionalClaim> unread = new ArrayList<>();
    final List<String> blockedNumbers = new ArrayList<>();
    final List<Problem> unusable = new ArrayList<>();
    final List<String> progress = new ArrayList<>();
    IntakeReport report;

    static Taken from(FhirIntake intake, NamedInput... inputs) {
        var taken = new Taken();
        taken.report = intake.read(List.of(inputs), taken, taken);
        return taken;
    }

    @Override
    public void claim(ProfessionalClaim claim, List<Problem> problems) {
        claims.add(claim);
        warnings.add(problems);
    }

    @Override
    public void blocked(ProfessionalClaim claim, List<Problem> problems) {
        String resource = claim.origin().resource();
        String name = resource;
        for (int copy = 2; blocked.containsKey(name); copy++) {
            name = resource + " (" + copy + ")";
        }
        blocked.put(name, problems);
        blockedNumbers.add(claim.number());
        unread.add(claim);
    }

    @Override
    public void unusable(String input, Problem problem) {
        unusable.add(problem);
    }

    @Override
    public void progress(String input, long bytes) {
        progress.add(input + " " + bytes);
    }

    /** The only claim, which nothing blocks. */
    ProfessionalClaim only() {
        if (claims.size() != 1 || !blocked.isEmpty() || !unusable.isEmpty()) {
            throw new AssertionError(
                    claims.size() + " claims, blocked " + blocked + ", unusable " + unusable);
        }
        return claims.get(0);
    }

    /** The problems of the only claim, which is blocked, as code and path. */
    List<String> onlyProblems() {
        if (blocked.size() != 1 || !claims.isEmpty()) {
            throw new AssertionError(claims.size() + " claims, blocked " + blocked);
        }
        return places(blocked.values().iterator().next());
    }

    /** The problems of the only blocked claim, whatever else was claimed. */
    List<String> onlyBlockedPlaces() {
        if (blocked.size() != 1) {
            throw new AssertionError("blocked " + blocked);
        }
        return places(blocked.values().iterator().next());
    }

    List<String> unusablePlaces() {
        return places(unusable);
    }

    static List<String> places(List<Problem> problems) {
        return problems.stream()
                .map(problem -> (problem.code() + " " + problem.path()).strip())
                .toList();
    }
}
