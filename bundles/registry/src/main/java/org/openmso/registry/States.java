package org.openmso.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose law an agreement can be under, from {@code states.txt}. */
final class States {
    /** Two capital letters each. */
    static final Set<String> KNOWN = load();

    private States() {}

    private static Set<String> load() {
        try (InputStream in = States.class.getResourceAsStream("states.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle's file states.txt cannot be read", e);
        }
    }
}
