package org.openmso.distribution;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openmso.api.Contract;
import org.osgi.framework.Bundle;

/** The bundle of claim rules, built as its author would. */
final class RulesJar {
    private RulesJar() {}

    /** Its jar, in a version. */
    static Path version(String version) {
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {home(RulesJar.class), home(Contract.class), home(Bundle.class)});
            builder.setProperty("Bundle-SymbolicName", "com.acme.rules");
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Private-Package", "org.openmso.distribution.rules");
            Path file = Path.of("target", "acme-rules-" + version + ".jar");
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                Files.createDirectories(file.getParent());
                jar.write(file.toFile());
            }
            return file;
        } catch (Exception e) {
            throw new IllegalStateException("bnd could not build the rules", e);
        }
    }

    private static File home(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
