package org.openmso.store;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openmso.api.Contract;
import org.openmso.api.host.NamedInput;
import org.osgi.framework.Bundle;

/**
 * The bundle that keeps notes, as its author would build it.
 *
 * @param migrations SQL by path below {@code db/migration}
 */
record NotesBundle(String version, Map<String, String> migrations) {
    static final String NAME = "com.acme.notes";

    static final String V1 =
            """
            create table note (
              practice_id varchar(100) not null,
              id bigint generated always as identity,
              text varchar(1000) not null,
              primary key (practice_id, id)
            );
            """;

    /** Its first version. */
    static NotesBundle first() {
        return new NotesBundle("1.0.0", Map.of("V1__notes.sql", V1));
    }

    /** A later version, with a further migration. */
    NotesBundle with(String version, String path, String sql) {
        var more = new LinkedHashMap<>(migrations);
        more.put(path, sql);
        return new NotesBundle(version, more);
    }

    byte[] jar() {
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {home(NotesBundle.class), home(Contract.class), home(Bundle.class)});
            builder.setProperty("Bundle-SymbolicName", NAME);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Private-Package", "org.openmso.store.notes");
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                migrations.forEach(
                        (path, sql) ->
                                jar.putResource(
                                        "db/migration/" + path,
                                        new aQute.bnd.osgi.EmbeddedResource(sql, 0)));
                var bytes = new ByteArrayOutputStream();
                jar.write(bytes);
                return bytes.toByteArray();
            }
        } catch (Exception e) {
            throw new IllegalStateException("bnd could not build the notes", e);
        }
    }

    NamedInput input() {
        return NamedInput.of("notes-" + version + ".jar", jar());
    }

    static File home(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
