package org.openmso.api.store;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The migrations that a bundle brings.
 *
 * @param bundle its symbolic name
 * @param version its version, for messages
 * @param texts SQL by path below {@code db/migration}: {@code V<n>__<words>.sql} for every kind of
 *     database, {@code h2/V<n>__<words>.sql} and {@code postgresql/V<n>__<words>.sql} for one
 */
public record SchemaMigrations(String bundle, String version, Map<String, String> texts) {
    /** Copies the texts. */
    public SchemaMigrations {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(version, "version");
        texts = java.util.Collections.unmodifiableMap(new TreeMap<>(texts));
    }
}
