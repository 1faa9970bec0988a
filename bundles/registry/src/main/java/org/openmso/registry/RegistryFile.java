package org.openmso.registry;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.RegistrySnapshot;

/** Reads a registry file from top to bottom; every refusal names line and field. */
final class RegistryFile {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Set<JsonToken> SCALARS =
            EnumSet.of(
                    JsonToken.VALUE_STRING,
                    JsonToken.VALUE_NUMBER_INT,
                    JsonToken.VALUE_NUMBER_FLOAT,
                    JsonToken.VALUE_TRUE,
                    JsonToken.VALUE_FALSE);

    private final JsonFields json;
    private final Map<String, Tier> tiers = new LinkedHashMap<>();
    private final Map<String, Practice> practices = new LinkedHashMap<>();

    /** Where each practice names its tier: tiers may come after practices. */
    private final Map<String, JsonFields.Position> tierPlaces = new LinkedHashMap<>();

    private RegistryFile(JsonFields json) {
        this.json = json;
    }

    static RegistrySnapshot read(NamedInput file) {
        try (InputStream in = file.open();
                JsonFields json = new JsonFields(file.name(), in)) {
            return new RegistryFile(json).snapshot();
        } catch (IOException e) {
            throw RegistryProblem.UNREADABLE.at(
                    file.name(), "The registry file cannot be read: " + inWords(e) + ".", e);
        }
    }

    /** The system's own words where it has any; a registry file holds no patient data. */
    private static String inWords(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "this process may not read it";
        }
        String words =
                e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return words == null || words.isBlank() ? e.getClass().getSimpleName() : words.strip();
    }

    private RegistrySnapshot snapshot() throws IOException {
        json.begin();
        Set<String> seen =
                json.object(
                        Place.DOCUMENT,
                        field -> {
                            Place path = Place.DOCUMENT.field(field);
                            switch (field) {
                                case "$schema" -> json.text(path);
                                case "tiers" -> json.array(path, this::tier);
                                case "practices" -> json.array(path, this::practice);
                                default ->
                                        throw json.unknown(path, "$schema", "tiers", "practices");
                            }
                        });
        json.require(Place.DOCUMENT, seen, "tiers", "practices");
        json.end();
        tierPlaces.forEach(
                (practice, place) -> {
                    String tier = practices.get(practice).tier();
                    if (!tiers.containsKey(tier)) {
                        throw RegistryProblem.TIER_UNKNOWN.at(
                                place.toString(),
                                "Practice "
                                        + practice
                                        + " names tier "
                                        + tier
                                        + "; the file has "
                                        + String.join(", ", tiers.keySet())
                                        + ".");
                    }
                });
        return new RegistrySnapshot(tiers.values(), practices.values());
    }

    private void tier(Place at) throws IOException {
        var text = new TreeMap<String, String>();
        var capabilities = new TreeSet<String>();
        JsonFields.Position place = json.position(at);
        Set<String> seen =
                json.object(
                        at,
                        field -> {
                            Place path = at.field(field);
                            switch (field) {
                                case "id" -> text.put(field, json.id(path));
                                case "name" -> text.put(field, json.text(path));
                                case "capabilities" ->
                                        json.array(
                                                path,
                                                item -> {
                                                    String capability = json.id(item);
                                                    if (!capabilities.add(capability)) {
                                                        throw json.twice(item, capability);
                                                    }
                                                });
                                default -> throw json.unknown(path, "id", "name", "capabilities");
                            }
                        });
        json.require(at, seen, "id", "name", "capabilities");
        var tier = new Tier(text.get("id"), text.get("name"), capabilities);
        if (tiers.put(tier.id(), tier) != null) {
            throw RegistryProblem.TWICE.at(
                    place.toString(), "Tier " + tier.id() + " is there twice.");
        }
    }

    private void practice(Place at) throws IOException {
        var text = new TreeMap<String, String>();
        var settings = new TreeMap<String, Map<String, String>>();
        var agreement = new ArrayList<ManagementAgreement>();
        var tierPlace = new ArrayList<JsonFields.Position>();
        JsonFields.Position place = json.position(at);
        Set<String> seen =
                json.object(
                        at,
                        field -> {
                            Place path = at.field(field);
                            switch (field) {
                                case "id" -> text.put(field, json.id(path));
                                case "name" -> text.put(field, json.text(path));
                                case "tier" -> {
                                    tierPlace.add(json.position(path));
                                    text.put(field, json.id(path));
                                }
                                case "agreement" -> agreement.add(agreement(path));
                                case "settings" ->
                                        json.object(
                                                path,
                                                capability -> {
                                                    var values = new TreeMap<String, String>();
                                                    Place of = path.field(capability);
                                                    json.id(of, capability);
                                                    flatten(of, "", values);
                                                    settings.put(capability, values);
                                                });
                                default ->
                                        throw json.unknown(
                                                path,
                                                "id",
                                                "name",
                                                "tier",
                                                "agreement",
                                                "settings");
                            }
                        });
        json.require(at, seen, "id", "name", "tier", "agreement");
        var practice =
                new Practice(
                        text.get("id"),
                        text.get("name"),
                        text.get("tier"),
                        agreement.get(0),
                        settings);
        if (practices.put(practice.id(), practice) != null) {
            throw RegistryProblem.TWICE.at(
                    place.toString(), "Practice " + practice.id() + " is there twice.");
        }
        tierPlaces.put(practice.id(), tierPlace.get(0));
    }

    private ManagementAgreement agreement(Place at) throws IOException {
        var model = new ArrayList<MsoModel>();
        var text = new TreeMap<String, String>();
        var from = new ArrayList<LocalDate>();
        Set<String> seen =
                json.object(
                        at,
                        field -> {
                            Place path = at.field(field);
                            switch (field) {
                                case "model" -> model.add(model(path));
                                case "state" -> text.put(field, state(path));
                                case "from" -> from.add(date(path));
                                default -> throw json.unknown(path, "model", "state", "from");
                            }
                        });
        json.require(at, seen, "model", "state", "from");
        return new ManagementAgreement(model.get(0), text.get("state"), from.get(0));
    }

    private String state(Place path) throws IOException {
        String state = json.text(path);
        if (!States.KNOWN.contains(state)) {
            throw json.unusable(
                    path,
                    "it must be the two capital letters of a state, of DC or of a territory, for"
                            + " example OH");
        }
        return state;
    }

    private MsoModel model(Place path) throws IOException {
        String label = json.text(path);
        Optional<MsoModel> model =
                Arrays.stream(MsoModel.values())
                        .filter(each -> each.label().equals(label))
                        .findFirst();
        return model.orElseThrow(
                () ->
                        json.unusable(
                                path,
                                "it must be one of "
                                        + Arrays.stream(MsoModel.values())
                                                .map(MsoModel::label)
                                                .collect(Collectors.joining(", "))));
    }

    private LocalDate date(Place path) throws IOException {
        String text = json.matching(path, DAY, "a day as 2026-12-31");
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw json.unusable(path, "there is no such day");
        }
    }

    /** Nested objects become keys joined by dots; texts, numbers and booleans become text. */
    private void flatten(Place path, String key, Map<String, String> values) throws IOException {
        if (!key.isEmpty() && SCALARS.contains(json.token())) {
            if (values.put(key, json.scalar(path)) != null) {
                throw json.twice(path, key);
            }
            return;
        }
        json.object(
                path,
                field -> {
                    if (!JsonFields.hasText(field)) {
                        throw json.unusable(path, "a key needs a name");
                    }
                    flatten(path.field(field), key.isEmpty() ? field : key + "." + field, values);
                });
    }
}
