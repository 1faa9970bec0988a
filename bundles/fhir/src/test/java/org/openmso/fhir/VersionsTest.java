package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Money;
import org.openmso.api.host.NamedInput;

/** One Claim or ChargeItem in several versions: one bill, by the newest, or none. */
class VersionsTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final List<String> UNCLEAR = List.of("MSO-2116 Claim");

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    private static String claim(Consumer<ObjectNode> change) {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        change.accept(claim);
        return claim.toString();
    }

    /** A version of the claim, with the charge of its first line. */
    private static String version(String version, int dollars) {
        return claim(
                claim -> {
                    if (!version.isEmpty()) {
                        claim.putObject("meta").put("versionId", version);
                    }
                    Cases.at(claim, "/item/0/net").put("value", dollars);
                    claim.remove("total");
                });
    }

    private static String changed(String time, int dollars) {
        return version("", dollars)
                .replace(
                        "\"resourceType\":\"Claim\"",
                        "\"resourceType\":\"Claim\",\"meta\":{\"lastUpdated\":\"" + time + "\"}");
    }

    private static String withdrawn(String version) {
        return claim(
                claim -> {
                    claim.putObject("meta").put("versionId", version);
                    claim.put("status", "entered-in-error");
                });
    }

    private static NamedInput lines(String... resources) {
        return Cases.text("claims.ndjson", String.join("\n", resources) + "\n");
    }

    private static void assertNewest(int cents, Taken taken) {
        assertEquals(Money.ofCents(cents), taken.only().total());
        assertEquals(List.of("MSO-2165 Claim"), Taken.places(taken.warnings.get(0)));
    }

    @Test
    void newest_version_of_a_claim_is_billed_in_whichever_order_they_come() {
        assertNewest(16000, read(lines(version("1", 110), version("2", 120))));
        assertNewest(16000, read(lines(version("10", 120), version("9", 110))));
        assertNewest(
                16000,
                read(
                        lines(
                                changed("2026-10-03T08:00:00Z", 120),
                                changed("2026-10-03T08:30:00+01:00", 110))));
    }

    @Test
    void newest_version_is_billed_whether_the_versions_stand_in_one_file_or_two() {
        assertNewest(
                16000, read(Cases.text("monday", version("1", 110)), lines(version("2", 120))));
    }

    @Test
    void withdrawn_newest_version_withdraws_those_before_it() {
        for (NamedInput input :
                List.of(
                        lines(version("1", 110), withdrawn("2")),
                        lines(withdrawn("2"), version("1", 110)))) {
            Taken taken = read(input);
            assertEquals(List.of("MSO-2165 Claim", "MSO-2114 Claim.status"), taken.onlyProblems());
        }
    }

    @Test
    void claim_that_was_withdrawn_by_mistake_is_billed_by_the_version_after() {
        assertNewest(16000, read(lines(version("1", 110), withdrawn("2"), version("3", 120))));
    }

    @Test
    void versions_that_do_not_tell_which_is_newer_are_all_blocked() {
        for (NamedInput input :
                List.of(
                        lines(version("", 110), version("", 120)),
                        lines(version("1", 110), version("", 120)),
                        lines(version("1", 110), version("1", 120)),
                        lines(version("a", 110), version("b", 120)))) {
            Taken taken = read(input);
            assertEquals(List.of(), taken.claims);
            assertEquals(2, taken.blocked.size());
            taken.blocked.values().forEach(p -> assertEquals(UNCLEAR, Taken.places(p)));
        }
    }

    @Test
    void version_id_and_time_that_contradict_each_other_tell_nothing() {
        String older = "\"versionId\":\"1\"";
        String newer = "\"versionId\":\"2\"";
        Taken taken =
                read(
                        lines(
                                version("1", 110)
                                        .replace(
                                                older,
                                                older
                                                        + ",\"lastUpdated\":\"2026-10-04T08:00:00Z\""),
                                version("2", 120)
                                        .replace(
                                                newer,
                                                newer
                                                        + ",\"lastUpdated\":\"2026-10-03T08:00:00Z\"")));
        assertEquals(List.of(), taken.claims);
        assertEquals(2, taken.blocked.size());
    }

    @Test
    void history_of_a_claim_tells_its_versions_by_url() {
        String bundle =
                "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[{\"fullUrl\":"
                        + "\"https://x.example/Claim/c-1001/_history/1\",\"resource\":"
                        + version("", 110)
                        + "},{\"fullUrl\":\"https://x.example/Claim/c-1001/_history/2\",\"resource\":"
                        + version("", 120)
                        + "}]}";
        assertNewest(16000, read(Cases.text("history", bundle)));
    }

    @Test
    void one_id_in_the_files_of_two_systems_is_of_two_claims() {
        String other =
                version("", 120)
                        .replace("Beatrix", "Otto")
                        .replace("1980-02-29", "1971-03-04")
                        .replace("acct-1001", "acct-2");
        assertEquals(2, read(lines(version("", 110)), Cases.text("other", other)).claims.size());
    }

    @Test
    void two_servers_may_each_have_a_claim_of_one_id() {
        String bundle =
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"fullUrl\":"
                        + "\"https://x.example/Claim/c-1001\",\"resource\":"
                        + version("", 110)
                        + "},{\"fullUrl\":\"https://y.example/Claim/c-1001\",\"resource\":"
                        + version("", 120)
                        + "}]}";
        assertEquals(2, read(Cases.text("two servers", bundle)).claims.size());
    }

    @Test
    void claim_sent_twice_as_it_stands_is_for_the_scrub() {
        assertEquals(2, read(lines(version("1", 110), version("1", 110))).claims.size());
        assertEquals(2, read(lines(version("1", 110)), lines(version("2", 110))).claims.size());
    }

    private static NamedInput visit(Consumer<ObjectNode> first, Consumer<ObjectNode> second) {
        return Cases.changed(
                "visit.json",
                bundle -> {
                    var charge = Cases.at(bundle, "/entry/2/resource");
                    ObjectNode copy = charge.deepCopy();
                    first.accept(charge);
                    second.accept(copy);
                    Cases.list(bundle, "/entry").addObject().set("resource", copy);
                });
    }

    private static Consumer<ObjectNode> charge(String version, String status) {
        return charge -> {
            charge.put("status", status);
            if (!version.isEmpty()) {
                charge.putObject("meta").put("versionId", version);
            }
        };
    }

    @Test
    void charge_whose_newest_version_is_withdrawn_is_not_billed() {
        Taken taken = read(visit(charge("1", "billable"), charge("2", "entered-in-error")));
        assertEquals(1, taken.only().lines().size());
    }

    @Test
    void charge_that_was_put_back_is_billed_once() {
        Taken taken = read(visit(charge("2", "billable"), charge("1", "not-billable")));
        assertEquals(2, taken.only().lines().size());
    }

    @Test
    void charge_withdrawn_by_a_version_that_may_be_the_older_blocks_the_visit() {
        Taken taken = read(visit(charge("", "billable"), charge("", "entered-in-error")));
        assertEquals(List.of("MSO-2116 ChargeItem.context"), taken.onlyProblems());
    }

    @Test
    void charge_in_its_newest_price_is_billed() {
        Taken taken =
                read(
                        visit(
                                charge("1", "billable"),
                                charge("2", "billable")
                                        .andThen(
                                                charge ->
                                                        Cases.at(charge, "/priceOverride")
                                                                .put("value", 99))));
        assertEquals(2, taken.only().lines().size());
        assertEquals(
                1,
                taken.claims.get(0).lines().stream()
                        .filter(line -> line.charge().equals(Money.ofCents(9900)))
                        .count());
    }
}
