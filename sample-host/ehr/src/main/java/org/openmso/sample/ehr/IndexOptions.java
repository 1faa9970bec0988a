package org.openmso.sample.ehr;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openmso.embed.BundleIndex;

/** Which index a command reads. */
final class IndexOptions {
    /** The option with a value: a file or an address. */
    static final String OPTION = "from";

    /** The option without one. */
    private static final String PLAIN_HTTP = "plain-http";

    /** For {@link Arguments}. */
    static final List<String> FLAGS = List.of(PLAIN_HTTP);

    /** More than one letter, unlike a drive. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://?.*");

    private IndexOptions() {}

    /** The index, if one is named. What is no address is a path. */
    static Optional<BundleIndex> index(Arguments arguments) {
        if (!ADDRESS.matcher(arguments.text(OPTION, "")).matches()) {
            return arguments.path(OPTION).map(BundleIndex::at);
        }
        try {
            BundleIndex index = BundleIndex.at(new URI(arguments.text(OPTION, "")));
            return Optional.of(arguments.has(PLAIN_HTTP) ? index.overPlainHttp() : index);
        } catch (URISyntaxException e) {
            // The cause quotes the address, which may hold what is nobody's business.
            throw SampleProblem.VALUE_UNUSABLE.failed(
                    "--" + OPTION,
                    "Its value is no address and no file.",
                    "Give one, for example: --from https://bundles.example.org/index.jar.");
        }
    }
}
