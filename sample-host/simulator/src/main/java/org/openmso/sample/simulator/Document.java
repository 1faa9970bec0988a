package org.openmso.sample.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** Writes the documents of a dialect; the memory it takes does not depend on their size. */
final class Document {
    /** The types of a bulk export, in the order in which a directory lists their files. */
    static final List<String> BULK_TYPES =
            List.of(
                    "Claim",
                    "Coverage",
                    "Location",
                    "Organization",
                    "Patient",
                    "Practitioner",
                    "PractitionerRole",
                    "RelatedPerson");

    private final Schedule schedule;
    private final Clinic clinic;
    private final Telling telling;
    private final LocalDate day;

    Document(Schedule schedule, Clinic clinic, Telling telling, LocalDate day) {
        this.schedule = schedule;
        this.clinic = clinic;
        this.telling = telling;
        this.day = day;
    }

    /** Everything in one stream; a bulk export becomes one ndjson with all types. */
    void whole(OutputStream out, Packaging packaging) throws IOException {
        switch (telling.dialect()) {
            case CONTAINED_CLAIMS -> {
                if (packaging == Packaging.COLLECTION) {
                    containedBundle(out);
                } else {
                    containedLines(out);
                }
            }
            case TRANSACTION -> bundle(out, "transaction");
            case SEARCHSET -> searchset(out);
            case BULK -> {
                for (String type : BULK_TYPES) {
                    bulk(out, type);
                }
            }
            case VISITS, SEVERAL_COVERAGES -> bundle(out, "collection");
        }
    }

    /** One ndjson of a bulk export. */
    void bulk(OutputStream out, String type) throws IOException {
        try (Json json = new Json(out)) {
            walk(json)
                    .all(
                            type::equals,
                            (t, key, body) -> {
                                json.object(body);
                                json.endLine();
                            });
        }
    }

    /** Opens the file of a claim, by its number. */
    @FunctionalInterface
    interface Files {
        OutputStream open(String claim) throws IOException;
    }

    /** Each claim with its contained resources in a file of its own. */
    void containedFiles(Files files) throws IOException {
        OutputStream[] current = new OutputStream[1];
        // One writer for all: it hands what it has to the current file at the end of each claim.
        OutputStream switching =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        current[0].write(b);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        current[0].write(bytes, from, length);
                    }
                };
        try (Json json = new Json(switching)) {
            walk(json)
                    .contained(
                            (type, number, body) -> {
                                try (OutputStream file = files.open(number)) {
                                    current[0] = file;
                                    json.object(body);
                                    json.endLine();
                                    json.handOver();
                                }
                            });
        }
    }

    private void containedLines(OutputStream out) throws IOException {
        try (Json json = new Json(out)) {
            walk(json)
                    .contained(
                            (type, number, body) -> {
                                json.object(body);
                                json.endLine();
                            });
        }
    }

    private void containedBundle(OutputStream out) throws IOException {
        try (Json json = new Json(out)) {
            json.object(
                    () -> {
                        json.text("resourceType", "Bundle");
                        json.text("type", "collection");
                        json.array(
                                "entry",
                                () ->
                                        walk(json)
                                                .contained(
                                                        (type, number, body) ->
                                                                json.object(
                                                                        () ->
                                                                                json.object(
                                                                                        "resource",
                                                                                        body))));
                    });
            json.endLine();
        }
    }

    private void bundle(OutputStream out, String bundleType) throws IOException {
        try (Json json = new Json(out)) {
            json.object(
                    () -> {
                        json.text("resourceType", "Bundle");
                        json.text("type", bundleType);
                        json.array("entry", () -> entries(json, type -> true, ""));
                    });
            json.endLine();
        }
    }

    private void searchset(OutputStream out) throws IOException {
        int claims = schedule.visits();
        for (int i = 0; i < schedule.visits(); i++) {
            if (schedule.fault(i).filter(Fault.DUPLICATE_SERVICE::equals).isPresent()) {
                claims++;
            }
        }
        int total = claims;
        try (Json json = new Json(out)) {
            json.object(
                    () -> {
                        json.text("resourceType", "Bundle");
                        json.text("type", "searchset");
                        json.number("total", total);
                        json.single(
                                "link",
                                () -> {
                                    json.text("relation", "self");
                                    json.text("url", Telling.BASE + "Claim?created=" + day);
                                });
                        json.array(
                                "entry",
                                () -> {
                                    entries(json, "Claim"::equals, "match");
                                    entries(json, type -> !type.equals("Claim"), "include");
                                });
                    });
            json.endLine();
        }
    }

    private void entries(Json json, Predicate<String> wanted, String searchMode)
            throws IOException {
        walk(json)
                .all(
                        wanted,
                        (type, key, body) ->
                                json.object(
                                        () -> {
                                            json.text("fullUrl", telling.fullUrl(type, key));
                                            json.object("resource", body);
                                            if (!searchMode.isEmpty()) {
                                                json.object(
                                                        "search",
                                                        () -> json.text("mode", searchMode));
                                            }
                                            if (telling.dialect() == Dialect.TRANSACTION) {
                                                request(json, type);
                                            }
                                        }));
    }

    private static void request(Json json, String type) throws IOException {
        json.object(
                "request",
                () -> {
                    json.text("method", "POST");
                    json.text("url", type);
                });
    }

    private Walk walk(Json json) {
        return new Walk(schedule, clinic, telling, json, day);
    }
}
