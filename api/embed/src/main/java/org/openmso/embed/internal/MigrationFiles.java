package org.openmso.embed.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** The migrations that a bundle brings: its entries below {@code db/migration}. */
final class MigrationFiles {
    static final String FOLDER = "db/migration/";

    /** More than anybody writes, less than what harms. */
    private static final int MOST_BYTES = 16 << 20;

    private MigrationFiles() {}

    /**
     * The texts by path below {@link #FOLDER}; empty if there are none.
     *
     * @throws Refusal (MSO-1070) if one cannot be read
     */
    static Map<String, String> of(String file, Bundle bundle) throws Refusal {
        var texts = new TreeMap<String, String>();
        int left = read(file, bundle, FOLDER, texts, MOST_BYTES);
        if (left < 0) {
            throw new Refusal(
                    Launch.MIGRATIONS_UNREADABLE.at(file, "Together they have more than 16 MB."));
        }
        return texts;
    }

    private static int read(
            String file, Bundle bundle, String folder, Map<String, String> texts, int bytesLeft)
            throws Refusal {
        var paths = bundle.getEntryPaths(folder);
        int left = bytesLeft;
        for (String path :
                paths == null ? Collections.<String>emptyList() : Collections.list(paths)) {
            if (left < 0) {
                return left;
            }
            if (path.endsWith("/")) {
                left = read(file, bundle, path, texts, left);
                continue;
            }
            try (var in = bundle.getEntry(path).openStream()) {
                byte[] bytes = in.readNBytes(left + 1);
                left -= bytes.length;
                texts.put(
                        path.substring(FOLDER.length()),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
            } catch (CharacterCodingException e) {
                throw new Refusal(
                        Launch.MIGRATIONS_UNREADABLE.at(
                                file, JarLayout.shown(path) + " is not in UTF-8."),
                        e);
            } catch (IOException e) {
                throw new Refusal(
                        Launch.MIGRATIONS_UNREADABLE.at(
                                file, "It is " + JarLayout.shown(path) + "."),
                        e);
            }
        }
        return left;
    }
}
