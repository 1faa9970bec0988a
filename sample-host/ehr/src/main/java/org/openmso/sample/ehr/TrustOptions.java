package org.openmso.sample.ehr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.openmso.api.MsoException;
import org.openmso.embed.Trust;

/** Whose bundles a command accepts beside the host's own. A password never stands among them. */
final class TrustOptions {
    /** The option with a value. */
    static final String OPTION = "trust";

    /** The option without one. */
    static final String UNSIGNED = "unsigned-for-development";

    /** For {@link Arguments}. */
    static final List<String> FLAGS = List.of(UNSIGNED);

    /** Where the key store's password stands, if it needs one. */
    static final String PASSWORD = "OPENMSO_TRUST_PASSWORD";

    private TrustOptions() {}

    /**
     * What the options say; the distribution's bundles only where there are none.
     *
     * @throws MsoException (MSO-9015) if the key store cannot be used, (MSO-9005) if both are there
     */
    static Trust trust(Arguments arguments) {
        Optional<Path> store = arguments.path(OPTION);
        if (!arguments.has(UNSIGNED)) {
            return store.map(file -> signedBy(file, System.getenv(PASSWORD)))
                    .orElseGet(Trust::distributionOnly);
        }
        if (store.isPresent()) {
            throw SampleProblem.VALUE_UNUSABLE.failed(
                    "--" + OPTION,
                    "It stands beside --" + UNSIGNED + ", which looks at no signature.",
                    "Leave one of them.");
        }
        return Trust.unsignedForDevelopment();
    }

    /**
     * The trust in the certificates of a key store.
     *
     * @param password null where there is none
     */
    static Trust signedBy(Path file, String password) {
        try {
            if (!Files.isRegularFile(file)) {
                throw unusable(file, "There is no such file.", null);
            }
            return Trust.signedBy(
                    KeyStore.getInstance(
                            file.toFile(), password == null ? null : password.toCharArray()));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, "It is no key store, or its password is another.", e);
        } catch (IllegalArgumentException e) {
            // Without a password, what a PKCS12 file has encrypted is passed over.
            throw unusable(file, "No certificate can be seen in it.", e);
        }
    }

    private static MsoException unusable(Path file, String cause, Exception why) {
        return SampleProblem.TRUST_UNUSABLE.failed(
                file.toString(),
                "The key store cannot be used. " + cause,
                "Name a PKCS12 or JKS file into which certificates were imported, and give its"
                        + " password in the environment as "
                        + PASSWORD
                        + ".",
                why);
    }
}
