package org.openmso.sample.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables that visits are made of; resource files beside this class, with their sources. */
final class Tables {
    static final Tables ALL = new Tables();

    /** A procedure code. Charges are cents per unit; {@code drugTenths} is 0 when no drug. */
    record Procedure(
            String code,
            boolean cpt,
            int low,
            int high,
            int maxUnits,
            List<String> modifiers,
            int drugTenths) {}

    /** What happens at a visit. */
    record Profile(
            String name,
            String who,
            int weight,
            List<Procedure> first,
            List<Procedure> further,
            String diagnoses) {}

    record Town(String city, String state, String zip) {}

    record Specialty(String taxonomy, boolean physician) {}

    private final Map<String, Procedure> procedures = new LinkedHashMap<>();
    private final Map<String, List<String>> diagnoses = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final List<Profile> profiles = new ArrayList<>();
    private final List<Town> towns = new ArrayList<>();
    private final List<Payer> payers = new ArrayList<>();
    private final List<Specialty> specialties = new ArrayList<>();

    private Tables() {
        for (String[] row : rows("procedures.csv", 7)) {
            Procedure procedure =
                    new Procedure(
                            row[0],
                            row[1].equals("CPT"),
                            Integer.parseInt(row[2]),
                            Integer.parseInt(row[3]),
                            Integer.parseInt(row[4]),
                            words(row[5]),
                            row[6].isEmpty() ? 0 : Integer.parseInt(row[6]));
            procedures.put(procedure.code(), procedure);
        }
        for (String[] row : rows("diagnoses.csv", 2)) {
            diagnoses.computeIfAbsent(row[1], use -> new ArrayList<>()).add(row[0]);
        }
        for (String[] row : rows("names.csv", 2)) {
            names.computeIfAbsent(row[0], part -> new ArrayList<>()).add(row[1]);
        }
        for (String[] row : rows("profiles.csv", 6)) {
            profiles.add(
                    new Profile(
                            row[0],
                            row[1],
                            Integer.parseInt(row[2]),
                            procedures(row[3]),
                            procedures(row[4]),
                            row[5]));
        }
        for (String[] row : rows("towns.csv", 3)) {
            towns.add(new Town(row[0], row[1], row[2]));
        }
        for (String[] row : rows("payers.csv", 4)) {
            payers.add(new Payer(row[0], row[1], row[2], row[3]));
        }
        for (String[] row : rows("clinicians.csv", 2)) {
            specialties.add(new Specialty(row[0], row[1].equals("physician")));
        }
    }

    List<Procedure> procedures() {
        return List.copyOf(procedures.values());
    }

    List<Profile> profiles() {
        return profiles;
    }

    /** ICD-10-CM codes with dot. */
    List<String> diagnoses(String use) {
        return diagnoses.get(use);
    }

    List<String> allDiagnoses() {
        return diagnoses.values().stream().flatMap(List::stream).toList();
    }

    List<String> names(String part) {
        return names.get(part);
    }

    List<Town> towns() {
        return towns;
    }

    List<Payer> payers() {
        return payers;
    }

    List<Specialty> specialties() {
        return specialties;
    }

    private List<Procedure> procedures(String codes) {
        return words(codes).stream().map(procedures::get).toList();
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" "));
    }

    private static List<String[]> rows(String file, int columns) {
        List<String[]> rows = new ArrayList<>();
        try (InputStream in = Tables.class.getResourceAsStream(file);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] row = line.split(",", -1);
                if (row.length != columns) {
                    throw new IllegalStateException(
                            file + ": not " + columns + " columns: " + line);
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return rows;
    }
}
