package org.openmso.api.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Tier;

/** Tiers and practices at one moment. */
class RegistrySnapshotTest {
    private static final Tier ESSENTIAL = new Tier("essential", "Essential", Set.of("fhir"));
    private static final Tier COMPLETE =
            new Tier("complete", "Complete", Set.of("fhir", "billing"));
    private static final Tier DREAMT = new Tier("dreamt", "Dreamt", Set.of("coding"));

    private static Practice practice(String id, String tier) {
        return new Practice(
                id,
                id,
                tier,
                new ManagementAgreement(
                        MsoModel.EQUITY_PARTNERSHIP, "OH", LocalDate.of(2026, 1, 1)),
                Map.of());
    }

    @Test
    void keepsTheFilesOrderAndFindsByIds() {
        var oak = practice("oak", "complete");
        var elm = practice("elm", "essential");
        var snapshot = new RegistrySnapshot(List.of(COMPLETE, ESSENTIAL), List.of(oak, elm));
        assertEquals(List.of(COMPLETE, ESSENTIAL), new ArrayList<>(snapshot.tiers()));
        assertEquals(List.of(oak, elm), new ArrayList<>(snapshot.practices()));
        assertEquals(oak, snapshot.practice("oak").orElseThrow());
        assertTrue(snapshot.practice("ash").isEmpty());
        assertEquals(ESSENTIAL, snapshot.tierOf(elm));
    }

    @Test
    void namesTheTiersThatIncludeACapabilityAndWhetherOneIsInUse() {
        var snapshot =
                new RegistrySnapshot(
                        List.of(COMPLETE, ESSENTIAL, DREAMT),
                        List.of(practice("elm", "essential")));
        assertEquals(List.of(COMPLETE, ESSENTIAL), snapshot.tiersWith("fhir"));
        assertEquals(List.of(), snapshot.tiersWith("hr"));
        assertTrue(snapshot.isUsed("fhir"));
        assertFalse(snapshot.isUsed("billing"), "a tier has it, but no practice that tier");
    }

    @Test
    void refusesTwiceTheSameAndAnUnknownTier() {
        var oak = practice("oak", "complete");
        assertThrows(
                IllegalArgumentException.class,
                () -> new RegistrySnapshot(List.of(COMPLETE, COMPLETE), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RegistrySnapshot(List.of(COMPLETE), List.of(oak, oak)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RegistrySnapshot(List.of(ESSENTIAL), List.of(oak)));
    }

    @Test
    void aPracticeOfAnotherSnapshotMayHaveNoTierHere() {
        var snapshot = new RegistrySnapshot(List.of(ESSENTIAL), List.of());
        assertThrows(
                IllegalArgumentException.class, () -> snapshot.tierOf(practice("oak", "complete")));
    }

    @Test
    void cannotBeChanged() {
        var tiers = new ArrayList<>(List.of(COMPLETE));
        var practices = new ArrayList<>(List.of(practice("oak", "complete")));
        var snapshot = new RegistrySnapshot(tiers, practices);
        tiers.clear();
        practices.clear();
        assertEquals(1, snapshot.tiers().size());
        assertThrows(UnsupportedOperationException.class, () -> snapshot.tiers().clear());
        assertThrows(UnsupportedOperationException.class, () -> snapshot.practices().clear());
    }
}
