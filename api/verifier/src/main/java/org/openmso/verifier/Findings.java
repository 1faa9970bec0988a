package org.openmso.verifier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects findings. The author's own code is told place by place; an embedded library once for
 * each check, with examples, because nobody can mend it at a place. Bounded, whatever the jar.
 */
final class Findings {
    private static final int PER_CHECK = 100;
    private static final int EXAMPLES = 3;
    private static final int LONGEST = 600;

    private final List<Finding> found = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final Map<Check, Integer> counts = new EnumMap<>(Check.class);
    private final Map<Key, Examples> libraries = new LinkedHashMap<>();

    private record Key(Check check, String library) {}

    /** The first places, and how many there are. */
    private static final class Examples {
        private final Set<String> first = new LinkedHashSet<>();
        private final String lead;
        private int count;

        Examples(String lead) {
            this.lead = lead;
        }
    }

    /** Adds a finding of the check's usual weight. */
    void add(Check check, String place, String message) {
        add(check, check.severity(), place, message);
    }

    /** Adds a finding; the same one is told once. */
    void add(Check check, Severity severity, String place, String message) {
        String at = printable(place);
        String what = printable(message);
        int count = counts.getOrDefault(check, 0);
        if (count < PER_CHECK && !told.add(check + "\n" + at + "\n" + what)) {
            return;
        }
        counts.put(check, count + 1);
        if (count < PER_CHECK) {
            found.add(new Finding(severity, check.code(), at, what, check.fix()));
        }
    }

    /** Adds why something was rejected. */
    void add(String place, Rejected rejected) {
        add(rejected.check(), place, rejected.getMessage());
    }

    /**
     * Adds an example to what is said of a library.
     *
     * @param lead the sentence's beginning, the same for all of a check
     */
    void addOf(String library, Check check, String lead, String example) {
        Examples examples =
                libraries.computeIfAbsent(new Key(check, library), key -> new Examples(lead));
        if (examples.first.size() < EXAMPLES) {
            if (examples.first.add(printable(example))) {
                examples.count++;
            }
        } else if (!examples.first.contains(example)) {
            examples.count++;
        }
    }

    /** All of them, the heaviest first. */
    List<Finding> all() {
        var all = new ArrayList<>(found);
        libraries.forEach(
                (key, examples) ->
                        all.add(
                                new Finding(
                                        key.check.inLibrary(),
                                        key.check.code(),
                                        printable(key.library),
                                        message(examples),
                                        key.check.fix())));
        counts.forEach(
                (check, count) -> {
                    if (count > PER_CHECK) {
                        all.add(
                                new Finding(
                                        check.severity(),
                                        check.code(),
                                        "",
                                        "There are " + (count - PER_CHECK) + " more like these.",
                                        check.fix()));
                    }
                });
        all.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::code));
        return List.copyOf(all);
    }

    private static String message(Examples examples) {
        int more = examples.count - examples.first.size();
        return examples.lead
                + " "
                + String.join(", ", examples.first)
                + (more > 0 ? " and " + more + " more." : ".");
    }

    /** Names come from the jar: nothing in them may steer a terminal or fill it. */
    private static String printable(String text) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean isHidden =
                    type == Character.CONTROL
                            || type == Character.FORMAT
                            || type == Character.SURROGATE
                            || type == Character.LINE_SEPARATOR
                            || type == Character.PARAGRAPH_SEPARATOR;
            line.append(isHidden ? '?' : c);
        }
        return line.length() < text.length() ? line.append("...").toString() : line.toString();
    }
}
