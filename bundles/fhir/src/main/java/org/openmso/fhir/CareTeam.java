package org.openmso.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.CareTeamComponent;
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
    private final boolean linesTell;
    private final Map<Integer, Optional<Provider>> known = new HashMap<>();

    CareTeam(Case of, Claim claim) {
        this.of = of;
        this.providers = new Providers(of);
        this.members = claim.getCareTeam();
        this.linesTell = claim.getItem().stream().allMatch(item -> item.hasCareTeamSequence());
    }

    Optional<Provider> rendering() {
        Optional<Provider> stated = first(RENDERING);
        if (stated.isPresent()) {
            return stated;
        }
        long silent = members.stream().filter(member -> !member.hasRole()).count();
        if (silent > 1 && !linesTell) {
            of.problem(
                    Reason.RENDERING_UNCLEAR,
                    "Claim.careTeam",
                    "Several of the care team have no role: who of them treated?");
        }
        return silent == 1 && members.size() == 1 ? provider(0) : stated;
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
            if (!members.get(member).hasRole() || is(member, RENDERING)) {
                return provider(member);
            }
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
