package org.openmso.sample.ehr;

import java.util.ArrayList;
import java.util.List;
import org.openmso.embed.Mso;

/** What the commands for the bundles of a data directory have in common. */
final class ServiceArguments {
    /** The flag for JSON. */
    static final String JSON = "json";

    private ServiceArguments() {}

    /** Takes the words apart. */
    static Arguments of(String command, List<String> words) {
        return of(command, words, List.of(), List.of());
    }

    /** Takes the words apart, of a command that may take an index. */
    static Arguments withIndex(String command, List<String> words) {
        return of(command, words, List.of(IndexOptions.OPTION), IndexOptions.FLAGS);
    }

    /** Takes the words apart, of a command with flags of its own. */
    static Arguments withFlags(String command, List<String> words, List<String> flags) {
        return of(command, words, List.of(), flags);
    }

    private static Arguments of(
            String command, List<String> words, List<String> moreOptions, List<String> moreFlags) {
        var options = new ArrayList<>(List.of("data", "tiers", TrustOptions.OPTION));
        options.addAll(moreOptions);
        var flags = new ArrayList<>(TrustOptions.FLAGS);
        flags.add(JSON);
        flags.addAll(moreFlags);
        return new Arguments("bundles " + command, words, options, flags);
    }

    /** Starts OpenMSO on the data directory, which no other process may be using. */
    static Mso start(Arguments arguments, BundlesCommand.Desk desk) {
        return SampleMso.start(arguments, Folders.data(arguments), desk.clock());
    }
}
