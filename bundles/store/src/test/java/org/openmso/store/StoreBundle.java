package org.openmso.store;

import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import org.openmso.api.host.NamedInput;

/** The store's jar in other versions. */
final class StoreBundle {
    private StoreBundle() {}

    /** The same in another version. */
    static NamedInput version(String version) {
        return with(version, "Bundle-Version", version);
    }

    /** The same in another version, with another header. */
    static NamedInput with(String version, String header, String value) {
        try (var in = Files.newInputStream(TestHost.STORE);
                var jar = new Jar("store", in)) {
            jar.getManifest().getMainAttributes().putValue("Bundle-Version", version);
            jar.getManifest().getMainAttributes().putValue(header, value);
            var bytes = new ByteArrayOutputStream();
            jar.write(bytes);
            return NamedInput.of("store-" + version + ".jar", bytes.toByteArray());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
