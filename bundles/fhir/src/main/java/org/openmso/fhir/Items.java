package org.openmso.fhir;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Claim.ItemComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.openmso.api.Money;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** The items of a Claim as lines. */
final class Items {
    private static final BigDecimal HALF_A_CENT = new BigDecimal("0.005");

    private final Case of;
    private final Diagnoses diagnoses;
    private final CareTeam careTeam;
    private final Period period;
    private final String renderingNpi;
    private final Places places;
    private Optional<String> placeOfService = Optional.empty();

    /**
     * For one claim.
     *
     * @param period the days of lines that do not say theirs
     * @param renderingNpi NPI of the claim's rendering provider, or empty
     */
    Items(Case of, Diagnoses diagnoses, CareTeam careTeam, Period period, String renderingNpi) {
        this.of = of;
        this.diagnoses = diagnoses;
        this.careTeam = careTeam;
        this.period = period;
        this.renderingNpi = renderingNpi;
        this.places = new Places(of);
    }

    /** The claim's place of service, known once its lines are. */
    Optional<String> placeOfService() {
        return placeOfService;
    }

    /**
     * The lines; the case has the problems of what could not be read of them.
     *
     * @param facilityTypes types of the claim's facility
     */
    List<ServiceLine> lines(List<ItemComponent> items, List<CodeableConcept> facilityTypes) {
        Optional<String> facility = places.one(Places.codes(facilityTypes), "Claim.facility");
        if (items.isEmpty()) {
            of.problem(Reason.NO_LINES, "Claim.item", "The claim has no items.");
        }
        var own = new ArrayList<Optional<String>>();
        for (int at = 0; at < items.size(); at++) {
            String path = "Claim.item[" + at + "].location";
            own.add(places.one(Places.codes(types(items.get(at), path)), path));
        }
        placeOfService = facility;
        for (int at = 0; at < items.size() && placeOfService.isEmpty(); at++) {
            placeOfService = own.get(at);
        }
        for (int at = 0; at < items.size() && placeOfService.isEmpty(); at++) {
            placeOfService = visitPlace(items.get(at));
        }
        if (placeOfService.isEmpty() && !items.isEmpty()) {
            of.problem(
                    Reason.PLACE_OF_SERVICE,
                    "Claim.facility",
                    otherSystem(items, facilityTypes)
                            .orElse(
                                    "Neither an item nor the facility nor the visit tells the place"
                                            + " of service."));
        }
        var lines = new ArrayList<ServiceLine>();
        for (int at = 0; at < items.size(); at++) {
            ItemComponent item = items.get(at);
            String path = "Claim.item[" + at + "]";
            Optional<String> place = own.get(at);
            if (place.isEmpty()
                    && facility.isPresent()
                    && Places.isCoded(types(item, path + ".location"))) {
                of.warning(
                        Reason.PLACE_OF_SERVICE,
                        path + ".location",
                        "The facility's place of service is billed. "
                                + Places.otherSystem(types(item, path + ".location"))
                                        .orElse("The item's own is not coded as one."));
            }
            if (place.isEmpty() && facility.isEmpty() && placeOfService.isPresent()) {
                place = visitPlace(item);
                if (place.isEmpty()) {
                    of.problem(
                            Reason.PLACE_OF_SERVICE,
                            path + ".location",
                            Places.otherSystem(types(item, path + ".location"))
                                    .orElse(
                                            "Other items tell the place of service, this one does"
                                                    + " not."));
                }
            }
            lines.add(line(item, at, path, place));
        }
        return lines;
    }

    private List<CodeableConcept> types(ItemComponent item, String path) {
        if (item.getLocation() instanceof CodeableConcept concept) {
            return List.of(concept);
        }
        if (item.getLocation() instanceof Reference reference) {
            return of.follow(of.home(), reference, path, Location.class)
                    .map(found -> found.resource().getType())
                    .orElse(List.of());
        }
        return List.of();
    }

    private Optional<String> otherSystem(
            List<ItemComponent> items, List<CodeableConcept> facilityTypes) {
        for (int at = 0; at < items.size(); at++) {
            String path = "Claim.item[" + at + "].location";
            Optional<String> other = Places.otherSystem(types(items.get(at), path));
            if (other.isPresent()) {
                return other;
            }
        }
        return Places.otherSystem(facilityTypes);
    }

    private Optional<String> visitPlace(ItemComponent item) {
        for (Reference reference : item.getEncounter()) {
            Optional<String> place =
                    of.consult(of.home(), reference, Encounter.class)
                            .flatMap(found -> places.ofClass(found.resource()));
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    private ServiceLine line(ItemComponent item, int index, String path, Optional<String> place) {
        Optional<String> procedure =
                Codes.procedure(of, item.getProductOrService(), path + ".productOrService");
        var modifiers = new ArrayList<String>();
        int number = 0;
        for (CodeableConcept modifier : item.getModifier()) {
            Codes.modifier(of, modifier, path + ".modifier[" + number++ + "]")
                    .ifPresent(modifiers::add);
        }
        Optional<Units> counted =
                Units.of(of, item.hasQuantity(), item.getQuantity(), path + ".quantity");
        Optional<BigDecimal> units = counted.map(Units::number);
        Optional<Money> charge = charge(item, path, units);
        List<Integer> pointers =
                diagnoses.pointers(of, item.getDiagnosisSequence(), path + ".diagnosisSequence");
        Optional<Provider> rendering =
                careTeam.ofLine(item.getCareTeamSequence(), path + ".careTeamSequence")
                        .filter(who -> !who.npi().equals(renderingNpi));
        if (item.getLocation() instanceof Address) {
            of.problem(
                    Reason.NOT_SENT, path + ".location", "The address of the service stays out.");
        }
        var drug = Drugs.of(of, item.getDetail(), path + ".detail");
        var days = days(item, path);
        int sequence = of.sequence(item.getSequenceElement(), path + ".sequence").orElse(index + 1);
        String code = procedure.orElse("");
        LocalDate from = days.from().orElse(ServiceLine.NO_DAY);
        return new ServiceLine(
                String.valueOf(sequence),
                code,
                modifiers,
                needsWords(code) ? Codes.words(item.getProductOrService(), code) : "",
                charge.orElse(Money.ZERO),
                units.orElse(BigDecimal.ZERO),
                counted.filter(Units::minutes).isPresent(),
                place.filter(own -> !Optional.of(own).equals(placeOfService)).orElse(""),
                pointers,
                from,
                days.to().orElse(from),
                rendering,
                drug);
    }

    private ServicePeriod days(ItemComponent item, String path) {
        if (!item.hasServiced()) {
            if (!period.getStartElement().hasValue()) {
                of.problem(
                        Reason.SERVICE_DATE,
                        path + ".serviced",
                        "Neither the item nor the claim's billable period tells the day.");
            }
            return new ServicePeriod(of, period, "Claim.billablePeriod");
        }
        return new ServicePeriod(of, item.getServiced(), path + ".serviced");
    }

    /**
     * What is asked for the whole line: net, else price times quantity times factor. Prices of
     * units may have parts of cents; what they come to must be whole ones, for nothing is rounded.
     */
    private Optional<Money> charge(ItemComponent item, String path, Optional<BigDecimal> units) {
        if (!item.hasNet() && !item.hasUnitPrice()) {
            of.problem(Reason.CHARGE_MISSING, path + ".net", "The item has no charge.");
            return Optional.empty();
        }
        if (!item.hasNet()) {
            String at = path + ".unitPrice";
            return product(item, path, units).flatMap(exact -> of.dollars(exact, at));
        }
        Optional<Money> net = of.money(item.getNet(), path + ".net");
        if (item.hasUnitPrice() && net.isPresent()) {
            product(item, path, units)
                    .filter(exact -> differs(item, net.get(), exact))
                    .ifPresent(
                            exact ->
                                    of.problem(
                                            Reason.STATEMENTS_DIFFER,
                                            path + ".net",
                                            "The net is not the price times quantity and factor."));
        }
        return net;
    }

    /** Price times quantity times factor, exactly. */
    private Optional<BigDecimal> product(
            ItemComponent item, String path, Optional<BigDecimal> units) {
        Optional<BigDecimal> price = of.price(item.getUnitPrice(), path + ".unitPrice");
        BigDecimal factor = factor(item);
        if (Case.hasTooManyDigits(factor)) {
            of.problem(Reason.AMOUNT, path + ".factor", "The factor has too many digits.");
            return Optional.empty();
        }
        return price.isEmpty() || units.isEmpty()
                ? Optional.empty()
                : Optional.of(price.get().multiply(units.get()).multiply(factor));
    }

    private static BigDecimal factor(ItemComponent item) {
        BigDecimal factor = item.getFactorElement().getValue();
        return factor == null ? BigDecimal.ONE : factor;
    }

    /** Whether they differ by more than comes from a price of a unit that was rounded to a cent. */
    private static boolean differs(ItemComponent item, Money net, BigDecimal exact) {
        BigDecimal times = item.hasQuantity() ? item.getQuantity().getValue() : BigDecimal.ONE;
        BigDecimal rounding = times.multiply(factor(item)).abs().max(BigDecimal.ONE);
        BigDecimal difference = BigDecimal.valueOf(net.cents(), 2).subtract(exact).abs();
        return difference.compareTo(rounding.multiply(HALF_A_CENT)) > 0;
    }

    /** Codes for what has no code of its own end in 99, but for two of the drugs. */
    static boolean needsWords(String procedure) {
        return procedure.endsWith("99") || procedure.equals("J3490") || procedure.equals("J3590");
    }
}
