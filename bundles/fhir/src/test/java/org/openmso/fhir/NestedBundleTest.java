package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** Bundles within Bundles, and entries that hold no resource. */
class NestedBundleTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    private Taken read(ObjectNode bundle) {
        return read(Cases.text("input.json", bundle.toString()));
    }

    private static ObjectNode bundle(String type, JsonNode... resources) {
        ObjectNode bundle = Cases.JSON.createObjectNode().put("resourceType", "Bundle");
        bundle.put("type", type);
        var entries = bundle.putArray("entry");
        for (JsonNode resource : resources) {
            entries.addObject().set("resource", resource);
        }
        return bundle;
    }

    /** The same Bundle as databases that sort names by their length give it back. */
    private static ObjectNode typedLast(ObjectNode bundle) {
        ObjectNode sorted = Cases.JSON.createObjectNode();
        sorted.set("entry", bundle.get("entry"));
        return sorted.put("resourceType", "Bundle");
    }

    /** The searchset's Claim in one Bundle, and all that it refers to in another. */
    private static ObjectNode batchResponse() {
        ObjectNode claims = bundle("searchset");
        ObjectNode others = bundle("searchset");
        for (JsonNode entry : Cases.tree("searchset.json").get("entry")) {
            boolean claim = entry.at("/resource/resourceType").asText().equals("Claim");
            Cases.list(claim ? claims : others, "/entry").add(entry);
        }
        return bundle("batch-response", claims, others);
    }

    @Test
    void batch_response_whose_entries_are_searchsets_is_read_like_one_searchset() {
        Taken taken = read(batchResponse());
        Taken flat = read(Cases.input("searchset.json"));
        assertEquals(flat.only().lines(), taken.only().lines());
        assertEquals(flat.report.resources(), taken.report.resources());
    }

    @Test
    void batch_response_as_a_line_of_ndjson_is_read_too() {
        String other = "{\"resourceType\":\"Patient\",\"id\":\"other\"}";
        assertEquals(1, read(Cases.text("lines", other + "\n" + batchResponse())).claims.size());
    }

    @Test
    void claim_in_an_inner_bundle_is_named_by_its_whole_path() {
        ObjectNode nameless = Cases.tree(Cases.CLAIM);
        nameless.remove("id");
        Taken taken = read(bundle("batch-response", bundle("searchset", nameless)));
        assertEquals(
                "Claim at Bundle.entry[0].resource.entry[0].resource",
                taken.only().origin().resource());
    }

    @Test
    void inner_bundle_that_tells_its_type_after_its_entries_is_read() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        Taken taken = read(typedLast(bundle("", typedLast(bundle("", claim)))));
        assertEquals("ACCT-1001", taken.only().number());
        assertEquals(1, taken.report.resources());
    }

    @Test
    void many_bundles_within_each_other_that_tell_their_type_last_are_refused() {
        ObjectNode nested = Cases.tree(Cases.CLAIM);
        for (int level = 0; level < 5; level++) {
            nested = typedLast(bundle("", nested));
        }
        Taken taken = read(nested);
        assertEquals(
                List.of("MSO-2014 Bundle.entry[0].resource.entry[0].resource.entry[0].resource"),
                taken.unusablePlaces());
    }

    @Test
    void bundles_nest_to_the_depth_of_all_json() {
        ObjectNode nested = Cases.tree(Cases.CLAIM);
        for (int level = 0; level < 40; level++) {
            nested = bundle("batch-response", nested);
        }
        assertEquals("ACCT-1001", read(nested).only().number());
        for (int level = 0; level < 40; level++) {
            nested = bundle("batch-response", nested);
        }
        Taken taken = read(nested);
        assertEquals(0, taken.claims.size());
        assertTrue(taken.unusablePlaces().get(0).startsWith("MSO-2006 "));
    }

    @Test
    void inner_bundle_that_breaks_off_takes_the_whole_input_with_it() {
        String text = batchResponse().toString();
        Taken taken = read(Cases.text("cut.json", text.substring(0, text.length() - 40)));
        assertEquals(0, taken.report.claims());
        assertEquals(1, taken.unusable.size());
        assertTrue(taken.unusablePlaces().get(0).startsWith("MSO-2004 "));
    }

    @Test
    void inner_resource_of_an_unknown_type_is_told_with_its_place() {
        Taken taken =
                read(
                        bundle(
                                "batch-response",
                                bundle("searchset", Cases.parse("{\"resourceType\":\"Banana\"}")),
                                Cases.tree(Cases.CLAIM)));
        assertEquals(
                List.of("MSO-2018 Bundle.entry[0].resource.entry[0].resource"),
                taken.unusablePlaces());
        assertEquals(1, taken.claims.size());
    }

    @Test
    void entries_that_are_no_objects_are_told_one_by_one() {
        ObjectNode bundle = bundle("collection", Cases.tree(Cases.CLAIM));
        var entries = Cases.list(bundle, "/entry");
        entries.add(5);
        entries.addNull();
        entries.addArray().add(entries.get(0).deepCopy());
        entries.addObject().put("resource", "x");
        entries.addObject().putNull("resource");
        entries.addObject().putObject("response").put("status", "204");
        Taken taken = read(bundle);
        assertEquals(
                List.of(
                        "MSO-2008 Bundle.entry[1]",
                        "MSO-2008 Bundle.entry[2]",
                        "MSO-2008 Bundle.entry[3]",
                        "MSO-2008 Bundle.entry[4].resource",
                        "MSO-2008 Bundle.entry[5].resource"),
                taken.unusablePlaces());
        assertEquals(5, taken.report.unusable());
        assertEquals(1, taken.claims.size());
    }

    @Test
    void entries_that_are_no_list_are_told() {
        ObjectNode bundle = Cases.JSON.createObjectNode().put("resourceType", "Bundle");
        bundle.putObject("entry").set("resource", Cases.tree(Cases.CLAIM));
        assertEquals(List.of("MSO-2008 Bundle.entry"), read(bundle).unusablePlaces());
        assertEquals(
                List.of("MSO-2008 line 2, Bundle.entry"),
                read(Cases.text("lines", "{\"resourceType\":\"Patient\"}\n" + bundle))
                        .unusablePlaces());
    }
}
