package org.openmso.sample.ehr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.Bundles;
import org.openmso.embed.IndexedBundles;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapPlan;

/** What is to come in: a jar, or with {@code --from} a bundle of an index. */
interface Candidate {
    /** What it would do. */
    SwapPlan plan(Bundles bundles);

    /** Does it. */
    SwapOutcome apply(Bundles bundles);

    /** The one that the words name. */
    static Candidate of(Arguments arguments) {
        Optional<BundleIndex> index = IndexOptions.index(arguments);
        return index.isPresent() ? offered(arguments, index.get()) : jar(arguments);
    }

    private static Candidate jar(Arguments arguments) {
        Path file = arguments.onlyFile("the bundle's jar");
        if (!Files.isRegularFile(file)) {
            throw SampleProblem.JAR_MISSING.failed(
                    file.toString(),
                    "There is no such file.",
                    "Name the bundle's jar; a bundle of an index needs --from.");
        }
        NamedInput jar = NamedInput.of(file);
        return new Candidate() {
            @Override
            public SwapPlan plan(Bundles bundles) {
                return bundles.plan(jar);
            }

            @Override
            public SwapOutcome apply(Bundles bundles) {
                return bundles.apply(jar);
            }
        };
    }

    private static Candidate offered(Arguments arguments, BundleIndex index) {
        String word = arguments.onlyWord("a bundle of the index, as NAME or NAME@VERSION");
        int at = word.indexOf('@');
        String name = at < 0 ? word : word.substring(0, at);
        String version = at < 0 ? "" : word.substring(at + 1);
        if (name.isEmpty() || at >= 0 && version.isEmpty()) {
            throw SampleProblem.ARGUMENT_UNEXPECTED.failed(
                    word,
                    "This is neither NAME nor NAME@VERSION.",
                    "Name a bundle as offered shows it.");
        }
        return new Candidate() {
            @Override
            public SwapPlan plan(Bundles bundles) {
                IndexedBundles from = bundles.from(index);
                return version.isEmpty() ? from.plan(name) : from.plan(name, version);
            }

            @Override
            public SwapOutcome apply(Bundles bundles) {
                IndexedBundles from = bundles.from(index);
                return version.isEmpty() ? from.apply(name) : from.apply(name, version);
            }
        };
    }
}
