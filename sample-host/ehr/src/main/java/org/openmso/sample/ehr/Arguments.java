package org.openmso.sample.ehr;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words after a command: files, options as {@code --name VALUE} or {@code --name=VALUE}, and
 * those without a value as {@code --name}, in any order. After {@code --} every word is a file.
 */
final class Arguments {
    private final String command;
    private final List<String> files = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> set = new LinkedHashSet<>();

    /**
     * Takes the words apart.
     *
     * @param known the options that the command has, without hyphens
     */
    Arguments(String command, List<String> words, List<String> known) {
        this(command, words, known, List.of());
    }

    /**
     * Takes the words apart.
     *
     * @param known the options with a value that the command has, without hyphens
     * @param flags the options without a value
     */
    Arguments(String command, List<String> words, List<String> known, List<String> flags) {
        this.command = command;
        boolean onlyFiles = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.isEmpty()) {
                throw SampleProblem.ARGUMENT_UNEXPECTED.failed(
                        "word " + (i + 1),
                        "A word after " + command + " is empty.",
                        "Leave it out; in a script, check the variable that it comes from.");
            } else if (onlyFiles || !word.startsWith("-") || word.equals("-")) {
                files.add(word);
            } else if (word.equals("--")) {
                onlyFiles = true;
            } else {
                int equals = word.indexOf('=');
                String option = equals < 0 ? word : word.substring(0, equals);
                if (option.startsWith("--") && flags.contains(option.substring(2))) {
                    set(option, equals >= 0);
                    continue;
                }
                require(option, known, flags);
                if (equals < 0 && (++i == words.size() || words.get(i).startsWith("--"))) {
                    throw unusable(
                            option,
                            "It has no value.",
                            "Give one, for example: "
                                    + option
                                    + " "
                                    + example(option)
                                    + "; one that begins with hyphens goes behind an equals sign.");
                }
                put(option, equals < 0 ? words.get(i) : word.substring(equals + 1));
            }
        }
    }

    /** The words that are no options, as typed. */
    List<String> files() {
        return List.copyOf(files);
    }

    /** Refuses words that are no options. */
    Arguments withoutFiles() {
        if (!files.isEmpty()) {
            throw SampleProblem.ARGUMENT_UNEXPECTED.failed(
                    files.get(0), "The command " + command + " takes no files.", "Leave it out.");
        }
        return this;
    }

    /** The one word that is no option, a file. */
    Path onlyFile(String what) {
        if (files.isEmpty()) {
            throw SampleProblem.NO_INPUT.failed(command, "No file is named.", "Name " + what + ".");
        }
        if (files.size() > 1) {
            throw SampleProblem.ARGUMENT_UNEXPECTED.failed(
                    files.get(1),
                    "The command " + command + " takes one file.",
                    "Name one, and run it again for the other.");
        }
        try {
            return Path.of(files.get(0));
        } catch (InvalidPathException e) {
            throw SampleProblem.ARGUMENT_UNEXPECTED.failed(
                    files.get(0), "This is no path.", "Give a path of this machine.");
        }
    }

    /** The one word that is no option, and no file. */
    String onlyWord(String what) {
        if (files.size() != 1) {
            throw SampleProblem.ARGUMENT_UNEXPECTED.failed(
                    files.isEmpty() ? command : files.get(1),
                    "The command " + command + " takes " + what + ".",
                    "Name one.");
        }
        return files.get(0);
    }

    /** Whether an option without value is there. */
    boolean has(String flag) {
        return set.contains(flag);
    }

    String text(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    Optional<Path> path(String option) {
        try {
            return Optional.ofNullable(values.get(option)).map(Path::of);
        } catch (InvalidPathException e) {
            throw unusable("--" + option, "This is no path.", "Give a path of this machine.");
        }
    }

    long number(String option, long otherwise, long least, long most) {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw unusable(
                "--" + option,
                "The value " + value + " is no whole number from " + least + " to " + most + ".",
                "Give one, for example: --" + option + " " + otherwise + ".");
    }

    LocalDate date(String option, LocalDate otherwise) {
        try {
            return values.containsKey(option) ? LocalDate.parse(values.get(option)) : otherwise;
        } catch (DateTimeParseException e) {
            throw unusable(
                    "--" + option,
                    "The value " + values.get(option) + " is no day.",
                    "Write year, month and day, for example: --" + option + " " + otherwise + ".");
        }
    }

    private void set(String option, boolean hasValue) {
        if (hasValue) {
            throw unusable(option, "It takes no value.", "Write " + option + " alone.");
        }
        if (!set.add(option.substring(2))) {
            throw unusable(option, "It is there twice.", "Leave one of them.");
        }
    }

    private void require(String option, List<String> known, List<String> flags) {
        if (!option.startsWith("--") || !known.contains(option.substring(2))) {
            var all = new TreeSet<>(known);
            all.addAll(flags);
            throw SampleProblem.OPTION_UNKNOWN.failed(
                    option,
                    "The command " + command + " has no such option.",
                    "It has --"
                            + String.join(", --", all)
                            + "; a file whose name begins with a hyphen goes after --.");
        }
    }

    private void put(String option, String value) {
        if (value.isEmpty()) {
            throw unusable(
                    option,
                    "Its value is empty.",
                    "Give one, for example: " + option + " " + example(option) + ".");
        }
        if (values.put(option.substring(2), value) != null) {
            throw unusable(option, "It is there twice.", "Leave one of them.");
        }
    }

    private static String example(String option) {
        return switch (option) {
            case "--practice" -> SampleMso.PRACTICE;
            case "--tiers" -> "registry.json";
            case "--date" -> "2026-11-02";
            case "--seed", "--visits", "--swaps" -> "120";
            case "--threads", "--bad-every" -> "4";
            case "--capability" -> "billing";
            case "--trust" -> "trusted.p12";
            case "--json" -> "report.json";
            case "--from" -> "index.jar";
            case "--publisher" -> "\"Example Author\"";
            case "--number", "--days" -> "90";
            default -> "folder";
        };
    }

    private static RuntimeException unusable(String option, String cause, String fix) {
        return SampleProblem.VALUE_UNUSABLE.failed(option, cause, fix);
    }
}
