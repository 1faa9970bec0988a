package org.openmso.api.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openmso.api.Practice;
import org.openmso.api.Tier;

/** Tiers and practices at one moment. Immutable; look-ups take constant time. */
public final class RegistrySnapshot {
    private final Map<String, Tier> tiers;
    private final Map<String, Practice> practices;

    /**
     * A snapshot, in the order given.
     *
     * @throws IllegalArgumentException if an id occurs twice or a practice names a tier that is not
     *     there
     */
    public RegistrySnapshot(Collection<Tier> tiers, Collection<Practice> practices) {
        this.tiers = new LinkedHashMap<>();
        for (Tier tier : tiers) {
            if (this.tiers.put(tier.id(), tier) != null) {
                throw new IllegalArgumentException("tier twice: " + tier.id());
            }
        }
        this.practices = new LinkedHashMap<>(practices.size() * 2);
        for (Practice practice : practices) {
            if (!this.tiers.containsKey(practice.tier())) {
                throw new IllegalArgumentException(
                        "practice " + practice.id() + " names an unknown tier");
            }
            if (this.practices.put(practice.id(), practice) != null) {
                throw new IllegalArgumentException("practice twice: " + practice.id());
            }
        }
    }

    /** All tiers, in the file's order. */
    public Collection<Tier> tiers() {
        return Collections.unmodifiableCollection(tiers.values());
    }

    /** All practices, in the file's order. */
    public Collection<Practice> practices() {
        return Collections.unmodifiableCollection(practices.values());
    }

    /** A practice by its id. */
    public Optional<Practice> practice(String id) {
        return Optional.ofNullable(practices.get(id));
    }

    /**
     * A practice's tier.
     *
     * @throws IllegalArgumentException if the practice comes from another snapshot and its tier is
     *     not in this one
     */
    public Tier tierOf(Practice practice) {
        Tier tier = tiers.get(practice.tier());
        if (tier == null) {
            throw new IllegalArgumentException(
                    "no tier " + practice.tier() + " in this registry, practice " + practice.id());
        }
        return tier;
    }

    /** The tiers that include a capability, in the file's order. */
    public List<Tier> tiersWith(String capability) {
        return tiers.values().stream().filter(tier -> tier.includes(capability)).toList();
    }

    /** Whether at least one practice's tier includes the capability. */
    public boolean isUsed(String capability) {
        return practices.values().stream()
                .anyMatch(practice -> tierOf(practice).includes(capability));
    }
}
