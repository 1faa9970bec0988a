package org.openmso.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the handbook: what it tells its reader to type, and what it says will come of it. */
final class Page {
    private static final Pattern FENCED =
            Pattern.compile("(?ms)^```(sh|text)\n(.*?)^```$", Pattern.MULTILINE);

    private final List<String> commands = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final String text;

    private Page(String text) {
        this.text = text;
        Matcher blocks = FENCED.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("sh")) {
                commands.add(blocks.group(2));
            } else {
                shown.addAll(blocks.group(2).lines().toList());
            }
        }
    }

    /** A page of the folder docs. */
    static Page of(String name) throws IOException {
        return new Page(Files.readString(root().resolve("docs").resolve(name)));
    }

    /** The source tree. */
    static Path root() {
        return Path.of(System.getProperty("openmso.root"));
    }

    /** The blocks of commands, in order. */
    List<String> commands() {
        return commands;
    }

    /** The lines that are said to come out. */
    List<String> shown() {
        return shown;
    }

    /** All of it. */
    String text() {
        return text;
    }
}
