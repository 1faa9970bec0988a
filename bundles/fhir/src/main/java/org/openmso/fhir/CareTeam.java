package org.openmso.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.CareTeamComponent;
import org.hl7.fhir.r4.model.Claim.ItemComponent;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.openmso.api.billing.Provider;

/** Who of a claim's care team rendered, referred or supervised. */
final class CareTeam {
    private static final Set<String> RENDERING = Set.of("primary", "rendering", "performing");
    private static final Set<String> ASSISTING = Set.of("assist");
    private static final Set<String> REFERRING = Set.of("referrer", "referring");
    private static final Set<String> SUPERVISING = Set.of("supervisor", "supervising");

    private final Case of;
    private final Providers providers;
    private final List<CareTeamComponent> members;
    private final List<ItemComponent> items;
    private final boolean linesTell;
    private final Map<Integer, Optional<Provider>> known = new HashMap<>();

    CareTeam(Case of, Claim claim) {
        this.of = of;
        this.providers = new Providers(of);
        this.members = claim.getCareTeam();
        this.items = claim.getItem();
        this.linesTell = items.stream().allMatch(item -> item.hasCareTeamSequence());
        checkSequences();
    }

    private void checkSequences() {
        var sequences = new HashSet<Integer>();
        for (int at = 0; at < members.size(); at++) {
            String path = "Claim.careTeam[" + at + "].sequence";
            Optional<Integer> sequence = of.sequence(members.get(at).getSequenceElement(), path);
            if (sequence.isPresent() && !sequences.add(sequence.get())) {
                of.problem(
                        Reason.SEQUENCE_TWICE,
                        path,
                        "An earlier member of the care team has the same sequence.");
            }
        }
    }

    /**
     * Who rendered the claim. A role is optional in FHIR, so the one member without a role whom
     * lines name, or who is alone, rendered; of several, or of one whom no line names, nobody can
     * tell.
     */
    Optional<Provider> rendering() {
        Optional<Provider> stated = first(RENDERING);
        if (stated.isPresent()) {
            if (!linesTell && isAnother(stated.get())) {
                of.problem(
                        Reason.RENDERING_UNCLEAR,
                        "Claim.careTeam",
                        "Several members rendered: who of them which line?");
            }
            return stated;
        }
        var silent = new LinkedHashSet<Integer>();
        for (int at = 0; at < members.size(); at++) {
            if (!members.get(at).hasRole()) {
                silent.add(at);
            }
        }
        if (silent.isEmpty()) {
            checkRoles();
            return stated;
        }
        if (members.size() == 1) {
            return provider(0);
        }
        silent.retainAll(named());
        if (silent.size() == 1) {
            return provider(silent.iterator().next());
        }
        if (silent.isEmpty() || !linesTell) {
            of.problem(
                    Reason.RENDERING_UNCLEAR,
                    "Claim.careTeam",
                    "Members of the care team have no role: who of them treated?");
        }
        return stated;
    }

    /** Whether another member rendered too. */
    private boolean isAnother(Provider first) {
        for (int at = 0; at < members.size(); at++) {
            if (is(at, RENDERING)
                    && provider(at).filter(who -> !who.npi().equals(first.npi())).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Where nobody has the role of who rendered, one whose role is not known may have. */
    private void checkRoles() {
        var unknown = new ArrayList<Integer>();
        for (int at = 0; at < members.size(); at++) {
            if (is(at, RENDERING)) {
                return;
            }
            if (!is(at, ASSISTING) && !is(at, REFERRING) && !is(at, SUPERVISING)) {
                unknown.add(at);
            }
        }
        for (int at : unknown) {
            of.problem(
                    Reason.RENDERING_UNCLEAR,
                    "Claim.careTeam[" + at + "].role",
                    "The role is not known, and nobody else rendered.");
        }
    }

    /** The members whom any line names. */
    private Set<Integer> named() {
        var named = new HashSet<Integer>();
        for (ItemComponent item : items) {
            for (PositiveIntType sequence : item.getCareTeamSequence()) {
                if (sequence.getValue() != null) {
                    named.add(member(sequence.getValue()));
                }
            }
        }
        return named;
    }

    Optional<Provider> referring() {
        return first(REFERRING);
    }

    Optional<Provider> supervising() {
        return first(SUPERVISING);
    }

    /** Who rendered one line, among those that it names; an assistant bills as rendering. */
    Optional<Provider> ofLine(List<PositiveIntType> sequences, String path) {
        var named = new ArrayList<Integer>();
        int index = 0;
        for (PositiveIntType sequence : sequences) {
            String at = path + "[" + index++ + "]";
            of.number(sequence, at)
                    .ifPresent(
                            number -> {
                                int member = member(number);
                                if (member >= 0) {
                                    named.add(member);
                                } else {
                                    of.problem(
                                            Reason.SEQUENCE,
                                            at,
                                            "No one of the care team has the sequence "
                                                    + number
                                                    + ".");
                                }
                            });
        }
        for (int member : named) {
            if (is(member, RENDERING)) {
                return provider(member);
            }
        }
        List<Integer> silent =
                named.stream().distinct().filter(at -> !members.get(at).hasRole()).toList();
        if (silent.size() > 1) {
            of.problem(
                    Reason.RENDERING_UNCLEAR,
                    path,
                    "The line names several members without a role: who of them treated?");
        }
        if (!silent.isEmpty()) {
            return provider(silent.get(0));
        }
        for (int member : named) {
            if (is(member, ASSISTING)) {
                return provider(member);
            }
        }
        return Optional.empty();
    }

    private int member(int sequence) {
        for (int at = 0; at < members.size(); at++) {
            Integer own = members.get(at).getSequenceElement().getValue();
            if (own != null && own == sequence) {
                return at;
            }
        }
        return -1;
    }

    private Optional<Provider> first(Set<String> roles) {
        for (int at = 0; at < members.size(); at++) {
            if (is(at, roles)) {
                return provider(at);
            }
        }
        return Optional.empty();
    }

    private boolean is(int member, Set<String> roles) {
        for (String role : roles) {
            if (Codes.has(members.get(member).getRole(), role)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Provider> provider(int member) {
        return known.computeIfAbsent(
                member,
                at ->
                        providers.provider(
                                of.home(),
                                members.get(at).getProvider(),
                                "Claim.careTeam[" + at + "].provider"));
    }
}
