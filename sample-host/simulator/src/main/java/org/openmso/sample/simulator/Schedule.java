package org.openmso.sample.simulator;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes up the visits of a day, each from the seed and its index alone. */
final class Schedule {
    /** Four visits in a row belong to one household. */
    static final int PER_HOUSEHOLD = 4;

    private static final int MOST_DIAGNOSES = 12;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

    private final long seed;
    private final LocalDate day;
    private final int visits;
    private final Clinic clinic;
    private final Residents residents;
    private final List<Fault> faults;
    private final String prefix;

    /**
     * @param faults one for each visit that shall have one, spread evenly over the visits
     */
    Schedule(
            long seed,
            LocalDate day,
            int visits,
            Clinic clinic,
            Residents residents,
            List<Fault> faults) {
        this.seed = seed;
        this.day = day;
        this.visits = visits;
        this.clinic = clinic;
        this.residents = residents;
        this.faults = faults;
        this.prefix = prefix(new Dice(seed, "prefix", 0)) + "-" + DAY.format(day) + "-";
    }

    int visits() {
        return visits;
    }

    int households() {
        return (visits + PER_HOUSEHOLD - 1) / PER_HOUSEHOLD;
    }

    Household household(int index) {
        return residents.household(index);
    }

    /** The patient and coverages of a visit that stands apart. */
    Household guest(Visit visit) {
        return new Household(
                List.of(visit.patient()),
                visit.has(Fault.COVERAGE_MISSING)
                        ? List.of()
                        : visit.secondary()
                                .map(second -> List.of(visit.primary(), second))
                                .orElse(List.of(visit.primary())));
    }

    /** The visits of a household; a duplicate is not among them, see {@link Visit#tellings}. */
    List<Visit> visitsOf(int household, Household home) {
        List<Visit> found = new ArrayList<>();
        int end = Math.min(visits, (household + 1) * PER_HOUSEHOLD);
        for (int i = household * PER_HOUSEHOLD; i < end; i++) {
            found.add(visit(i, home));
        }
        return found;
    }

    Visit visit(int index) {
        return visit(index, residents.household(index / PER_HOUSEHOLD));
    }

    Optional<Fault> fault(int index) {
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        // Fault k sits at visit floor(k * visits / faults): the k that could be here is the first
        // whose place is not before this one.
        long k = ((long) index * faults.size() + visits - 1) / visits;
        boolean here = k < faults.size() && k * visits / faults.size() == index;
        return here ? Optional.of(faults.get((int) k)) : Optional.empty();
    }

    private Visit visit(int index, Household home) {
        Dice dice = new Dice(seed, "visit", index);
        Optional<Fault> fault = fault(index);
        String key = "v" + index;
        int slot = index % PER_HOUSEHOLD;
        Household own = fault.isPresent() ? residents.guest(key) : home;
        List<Person> patients = own.patients();
        Person patient = patients.get(slot % patients.size());
        Insurance primary = own.primary(patient);
        // Who comes a second time comes on another day, so that no two visits look alike.
        LocalDate on = day.minusDays(slot / patients.size());
        Tables.Profile profile =
                fault.isPresent()
                        ? Tables.ALL.profiles().get(0)
                        : profile(dice, patient, primary, on);
        boolean remote = profile.name().equals("remote");
        boolean injury = profile.name().equals("injury");
        List<String> diagnoses = diagnoses(dice, profile, age(patient, on) < 18);
        List<Line> lines = lines(dice, profile, diagnoses.size(), fault.isPresent());
        Clinician rendering = dice.pick(clinic.clinicians());
        boolean hospital = dice.oneIn(15);
        boolean referred = dice.oneIn(8);
        boolean supervised = dice.oneIn(4) && !rendering.physician();
        boolean authorized = dice.oneIn(7);
        boolean replaces = dice.oneIn(25) && primary.payer().kind().matches("CI|BL");
        Clinician referrer = dice.pick(clinic.referrers());
        String authorization = "PA" + dice.digits(7);
        String payerNumber = "PCN" + dice.digits(9);
        LocalDate accidentDay = on.minusDays(dice.below(4));
        Visit sound =
                new Visit(
                        key,
                        prefix + String.format(Locale.ROOT, "%07d", index + 1),
                        patient,
                        primary,
                        own.secondary(patient),
                        on,
                        remote ? clinic.remote() : hospital ? clinic.hospital() : clinic.office(),
                        rendering,
                        referred ? Optional.of(referrer) : Optional.empty(),
                        supervised ? Optional.of(clinic.clinicians().get(0)) : Optional.empty(),
                        diagnoses,
                        lines,
                        authorized ? authorization : "",
                        injury
                                ? Optional.of(new Accident(accidentDay, clinic.address().state()))
                                : Optional.empty(),
                        replaces && fault.isEmpty() ? Optional.of(payerNumber) : Optional.empty(),
                        Optional.empty());
        return fault.map(f -> new FaultyVisit(sound, f, day).visit()).orElse(sound);
    }

    private static Tables.Profile profile(
            Dice dice, Person patient, Insurance primary, LocalDate on) {
        boolean adult = age(patient, on) >= 18;
        List<Tables.Profile> fitting = new ArrayList<>();
        int weight = 0;
        for (Tables.Profile profile : Tables.ALL.profiles()) {
            boolean fits =
                    switch (profile.who()) {
                        case "any" -> true;
                        case "adult" -> adult;
                        case "woman" -> adult && patient.gender().equals("female");
                        case "medicare" -> primary.payer().kind().equals("MB");
                        default -> throw new IllegalStateException(profile.who());
                    };
            if (fits) {
                fitting.add(profile);
                weight += profile.weight();
            }
        }
        int at = dice.below(weight);
        for (Tables.Profile profile : fitting) {
            at -= profile.weight();
            if (at < 0) {
                return profile;
            }
        }
        throw new IllegalStateException("weights");
    }

    private static List<String> diagnoses(Dice dice, Tables.Profile profile, boolean child) {
        List<String> diagnoses = new ArrayList<>();
        diagnoses.add(dice.pick(Tables.ALL.diagnoses(profile.diagnoses())));
        if (profile.name().equals("injury")) {
            diagnoses.add(Tables.ALL.diagnoses("cause").get(0));
        }
        int wanted = dice.oneIn(12) ? dice.between(6, MOST_DIAGNOSES) : dice.between(1, 4);
        List<String> others = new ArrayList<>(Tables.ALL.diagnoses(child ? "young" : "further"));
        while (diagnoses.size() < wanted && !others.isEmpty()) {
            diagnoses.add(others.remove(dice.below(others.size())));
        }
        return List.copyOf(diagnoses);
    }

    private static List<Line> lines(
            Dice dice, Tables.Profile profile, int diagnoses, boolean several) {
        List<Line> lines = new ArrayList<>();
        lines.add(line(dice, dice.pick(profile.first()), profile, diagnoses));
        List<Tables.Procedure> further = new ArrayList<>(profile.further());
        int wanted = Math.min(dice.below(6), further.size());
        if (several) {
            wanted = Math.max(wanted, 1);
        }
        for (int i = 0; i < wanted; i++) {
            Tables.Procedure procedure = further.remove(dice.below(further.size()));
            lines.add(line(dice, procedure, profile, diagnoses));
        }
        return List.copyOf(lines);
    }

    private static Line line(
            Dice dice, Tables.Procedure procedure, Tables.Profile profile, int diagnoses) {
        List<Integer> pointers = new ArrayList<>();
        int wanted = dice.between(1, Math.min(4, diagnoses));
        int first = dice.below(diagnoses);
        for (int i = 0; i < wanted; i++) {
            pointers.add((first + i) % diagnoses + 1);
        }
        boolean visit = procedure.code().startsWith("992");
        List<String> modifiers =
                procedure.modifiers().isEmpty() || dice.oneIn(2)
                        ? List.of()
                        : List.of(dice.pick(procedure.modifiers()));
        if (profile.name().equals("remote") && visit) {
            modifiers = List.of("95");
        } else if (profile.name().equals("joint") && !procedure.modifiers().isEmpty()) {
            modifiers = List.of(dice.pick(procedure.modifiers()));
        } else if (profile.name().equals("chronic") && visit) {
            // G2211 is not paid beside a visit with modifier 25 (CMS-1784-F).
            modifiers = List.of();
        }
        int units = dice.between(1, procedure.maxUnits());
        int cents = dice.between(procedure.low(), procedure.high());
        // 99999 stands for a labeler who does not exist.
        Optional<Drug> drug =
                procedure.drugTenths() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Drug(
                                        "99999" + procedure.code().substring(1) + "01",
                                        procedure.drugTenths() * units));
        return new Line(
                procedure.code(),
                procedure.cpt(),
                modifiers,
                cents,
                units,
                List.copyOf(pointers),
                drug);
    }

    private static int age(Person person, LocalDate on) {
        return person.birth().until(on).getYears();
    }

    private static String prefix(Dice dice) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            prefix.append("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".charAt(dice.below(32)));
        }
        return prefix.toString();
    }
}
