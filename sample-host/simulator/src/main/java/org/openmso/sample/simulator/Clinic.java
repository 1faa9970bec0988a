package org.openmso.sample.simulator;

import java.util.ArrayList;
import java.util.List;

/** The practice: who bills, who treats, where, and which payers it deals with. */
record Clinic(
        String name,
        String npi,
        String taxId,
        String taxonomy,
        String phone,
        Street address,
        List<Clinician> clinicians,
        List<Clinician> referrers,
        Site office,
        Site remote,
        Site hospital,
        List<Payer> payers) {
    /** Clinic/Center, Primary Care. */
    private static final String TAXONOMY = "261QP2300X";

    static final String KEY = "practice";

    static Clinic of(long seed, String name) {
        Dice dice = new Dice(seed, "clinic", 0);
        Tables.Town town = dice.pick(Tables.ALL.towns());
        Street address = street(dice, town);
        List<Clinician> clinicians = new ArrayList<>();
        int count = dice.between(3, 8);
        for (int i = 0; i < count; i++) {
            // The first one is a physician, so that there is somebody to supervise.
            Tables.Specialty specialty =
                    i == 0 ? Tables.ALL.specialties().get(0) : dice.pick(Tables.ALL.specialties());
            clinicians.add(clinician(dice, "clinician" + (i + 1), specialty));
        }
        List<Clinician> referrers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            referrers.add(clinician(dice, "referrer" + (i + 1), Tables.ALL.specialties().get(i)));
        }
        return new Clinic(
                name,
                dice.npi(),
                // 89 is a prefix that the IRS has not assigned, so the number is nobody's.
                "89" + dice.digits(7),
                TAXONOMY,
                "55555501" + dice.digits(2),
                address,
                List.copyOf(clinicians),
                List.copyOf(referrers),
                new Site("office", name, "11", "", address),
                // Care at a distance counts as given where the clinician sits.
                new Site("remote", name, "02", "", address),
                new Site(
                        "hospital",
                        town.city() + " Example Hospital",
                        "22",
                        dice.npi(),
                        street(dice, town)),
                Tables.ALL.payers());
    }

    /** An address with a nine-digit ZIP code. */
    static Street street(Dice dice, Tables.Town town) {
        String line =
                dice.between(100, 9899)
                        + " "
                        + dice.pick(Tables.ALL.names("start"))
                        + dice.pick(Tables.ALL.names("end"))
                        + (dice.oneIn(2) ? " St" : " Ave");
        return new Street(line, town.city(), town.state(), town.zip() + dice.between(1001, 9899));
    }

    private static Clinician clinician(Dice dice, String key, Tables.Specialty specialty) {
        return new Clinician(
                key,
                family(dice),
                dice.pick(Tables.ALL.names(dice.oneIn(2) ? "female" : "male")),
                dice.npi(),
                specialty.taxonomy(),
                specialty.physician());
    }

    static String family(Dice dice) {
        return dice.pick(Tables.ALL.names("start")) + dice.pick(Tables.ALL.names("end"));
    }
}
