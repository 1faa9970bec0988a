package org.openmso.sample.ehr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.openmso.api.Actor;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Problem;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;

/** How the sample EHR starts OpenMSO, and as whom it calls. */
final class SampleMso {
    /** The practice that commands take unless told otherwise. */
    static final String PRACTICE = "oak-street";

    /** On whose behalf the sample EHR calls: a person at its terminal. */
    static final Actor ACTOR = Actor.practice("terminal");

    private static final String REGISTRY = "registry.json";

    private SampleMso() {}

    /** Starts, with the registry file that was named or the sample's own. */
    static Mso start(Arguments arguments, Path data, Clock clock) {
        NamedInput registry =
                arguments.path("tiers").map(NamedInput::of).orElseGet(SampleMso::registry);
        return Mso.builder()
                .registry(registry)
                .data(data)
                .clock(clock)
                .trust(TrustOptions.trust(arguments))
                .start();
    }

    /** The sample's registry file, out of its jar. */
    static NamedInput registry() {
        return NamedInput.of("sample " + REGISTRY, SampleMso::open);
    }

    /** The same refusal of settings, with the registry file that they stand in. */
    static InvalidSettings placed(InvalidSettings refusal, Arguments arguments) {
        Problem problem = refusal.problem();
        String file = arguments.path("tiers").map(Path::toString).orElse("sample " + REGISTRY);
        return new InvalidSettings(
                new Problem(
                        problem.code(),
                        problem.severity(),
                        file + ", " + problem.path(),
                        problem.message(),
                        problem.fix()),
                refusal);
    }

    /** What a tier includes, for people. */
    static String capabilities(Tier tier) {
        return tier.capabilities().isEmpty() ? "none" : String.join(", ", tier.capabilities());
    }

    private static InputStream open() throws IOException {
        return Objects.requireNonNull(
                SampleMso.class.getResourceAsStream(REGISTRY), "the jar holds " + REGISTRY);
    }
}
