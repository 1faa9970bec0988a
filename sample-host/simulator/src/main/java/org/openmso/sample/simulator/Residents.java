package org.openmso.sample.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up the people around a practice, household by household, and how they are insured. */
final class Residents {
    private final long seed;
    private final LocalDate day;
    private final Clinic clinic;
    private final boolean allTwice;

    /**
     * @param allTwice whether everybody has a second insurance, not only some
     */
    Residents(long seed, LocalDate day, Clinic clinic, boolean allTwice) {
        this.seed = seed;
        this.day = day;
        this.clinic = clinic;
        this.allTwice = allTwice;
    }

    Household household(int index) {
        Dice dice = new Dice(seed, "household", index);
        String key = "h" + index;
        int kind = dice.below(20);
        if (kind < 6) {
            return medicare(dice, key);
        }
        if (kind < 9) {
            return medicaid(dice, key);
        }
        return family(dice, key);
    }

    /** One adult with a plan of their own, in whom a fault can do no harm to others. */
    Household guest(String key) {
        Dice dice = new Dice(seed, key, 0);
        Person person =
                person(dice, key + "-1", Clinic.family(dice), between(dice, 25, 60), home(dice));
        List<Insurance> insurances = new ArrayList<>();
        insurances.add(insurance(dice, clinic.payers().get(0), person, person, "self", 1));
        second(dice, insurances, person, person, true);
        return new Household(List.of(person), List.copyOf(insurances));
    }

    private Household medicare(Dice dice, String key) {
        return eachForSelf(dice, key, dice.between(1, 2), 66, 90, payer("MB"));
    }

    private Household medicaid(Dice dice, String key) {
        return eachForSelf(dice, key, dice.between(1, 4), 1, 40, payer("MC"));
    }

    private Household eachForSelf(
            Dice dice, String key, int count, int youngest, int oldest, Payer payer) {
        Street home = home(dice);
        String name = Clinic.family(dice);
        List<Person> people = new ArrayList<>();
        List<Insurance> insurances = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Person person =
                    person(dice, key + "-" + i, name, between(dice, youngest, oldest), home);
            people.add(person);
            insurances.add(insurance(dice, payer, person, person, "self", 1));
            // Nobody is insured commercially behind Medicaid: it pays last (42 CFR 433.139).
            second(dice, insurances, person, person, payer.kind().equals("MB"));
        }
        return new Household(List.copyOf(people), List.copyOf(insurances));
    }

    /** A commercial plan for a family; sometimes its subscriber is no patient of the practice. */
    private Household family(Dice dice, String key) {
        Street home = home(dice);
        String name = Clinic.family(dice);
        Payer payer = dice.pick(List.of(payer("CI"), clinic.payers().get(1), payer("BL")));
        boolean spouse = dice.below(10) < 6;
        int children = dice.below(4);
        boolean known = !(spouse || children > 0) || !dice.oneIn(5);
        Person subscriber = person(dice, key + "-1", name, between(dice, 26, 62), home);
        if (!known) {
            subscriber = notPatient(subscriber);
        }
        List<Person> people = new ArrayList<>();
        people.add(subscriber);
        if (spouse) {
            people.add(person(dice, key + "-2", name, between(dice, 26, 62), home));
        }
        for (int i = 0; i < children; i++) {
            people.add(person(dice, key + "-" + (i + 3), name, between(dice, 1, 17), home));
        }
        Insurance policy = insurance(dice, payer, subscriber, subscriber, "self", 1);
        List<Insurance> insurances = new ArrayList<>();
        for (Person person : people) {
            boolean self = person == subscriber;
            if (self && !known) {
                continue;
            }
            String relationship =
                    self ? "self" : person.key().equals(key + "-2") ? "spouse" : "child";
            insurances.add(dependant(policy, person, relationship));
            // Children hold no policy, and a spouse's own would have to pay first.
            boolean usual = self || relationship.equals("child") && spouse;
            second(dice, insurances, person, spouse ? people.get(1) : person, usual);
        }
        return new Household(List.copyOf(people), List.copyOf(insurances));
    }

    /**
     * A second insurance for some, where that is usual, or for all if asked. The dice fall the same
     * either way, so that all dialects tell of the same people.
     */
    private void second(
            Dice dice, List<Insurance> to, Person patient, Person subscriber, boolean usual) {
        boolean some = dice.oneIn(6);
        boolean child = to.get(to.size() - 1).relationship().equals("child");
        String relationship = subscriber == patient ? "self" : child ? "child" : "spouse";
        Insurance second =
                insurance(dice, clinic.payers().get(2), subscriber, patient, relationship, 2);
        if (allTwice || some && usual) {
            to.add(second);
        }
    }

    private Insurance dependant(Insurance policy, Person patient, String relationship) {
        return new Insurance(
                patient.key() + "-coverage1",
                policy.payer(),
                policy.subscriber(),
                patient,
                relationship,
                policy.memberId(),
                policy.group(),
                policy.groupName(),
                policy.order(),
                policy.from(),
                policy.to());
    }

    private Insurance insurance(
            Dice dice,
            Payer payer,
            Person subscriber,
            Person patient,
            String relationship,
            int order) {
        String memberId = memberId(dice, payer);
        String group = "GRP" + dice.digits(5);
        boolean grouped = payer.kind().equals("CI") || payer.kind().equals("BL");
        return new Insurance(
                patient.key() + "-coverage" + order,
                payer,
                subscriber,
                patient,
                relationship,
                memberId,
                grouped ? group : "",
                grouped ? "Example Employer " + group.substring(6) : "",
                order,
                day.withDayOfYear(1).minusYears(dice.between(1, 4)),
                Optional.empty());
    }

    /** In the form of the payer's kind; for Medicare that of a beneficiary identifier. */
    private static String memberId(Dice dice, Payer payer) {
        if (!payer.kind().equals("MB")) {
            return (payer.kind().equals("MC") ? "" : "M") + dice.digits(9);
        }
        StringBuilder id = new StringBuilder();
        // CMS, MBI format: C A AN N A AN N A A N N, letters without S, L, O, I, B, Z.
        for (char place : "CAENAENAANN".toCharArray()) {
            String from =
                    switch (place) {
                        case 'C' -> "123456789";
                        case 'A' -> "ACDEFGHJKMNPQRTUVWXY";
                        case 'E' -> "0123456789ACDEFGHJKMNPQRTUVWXY";
                        default -> "0123456789";
                    };
            id.append(from.charAt(dice.below(from.length())));
        }
        return id.toString();
    }

    private Person person(Dice dice, String key, String family, int daysOld, Street home) {
        boolean female = dice.oneIn(2);
        String given = dice.pick(Tables.ALL.names(female ? "female" : "male"));
        String gender = dice.oneIn(40) ? "unknown" : female ? "female" : "male";
        return new Person(key, family, given, gender, day.minusDays(daysOld), home, true);
    }

    private static Person notPatient(Person person) {
        return new Person(
                person.key(),
                person.family(),
                person.given(),
                person.gender(),
                person.birth(),
                person.address(),
                false);
    }

    private static int between(Dice dice, int youngest, int oldest) {
        return dice.between(youngest * 366, oldest * 365);
    }

    private Street home(Dice dice) {
        List<Tables.Town> near =
                Tables.ALL.towns().stream()
                        .filter(town -> town.state().equals(clinic.address().state()))
                        .toList();
        return Clinic.street(dice, dice.pick(near));
    }

    private Payer payer(String kind) {
        return clinic.payers().stream()
                .filter(payer -> payer.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
