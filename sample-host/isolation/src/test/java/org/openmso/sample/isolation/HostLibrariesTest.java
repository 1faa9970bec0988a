package org.openmso.sample.isolation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.VersionUtil;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Claim;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;

/**
 * A host that has Jackson and HAPI of its own, in other versions than the bundles, works as if
 * OpenMSO were not there.
 */
@Tag("framework")
class HostLibrariesTest {
    private static final String HOST_JACKSON = "2.17.3";
    private static final String HOST_HAPI = "7.4.2";

    @TempDir Path folder;

    @Test
    void aHostsOwnJacksonAndHapiStayItsOwnBeforeDuringAndAfter() throws IOException {
        var before = new HostsView();
        var during = new ArrayList<HostsView>();
        var outcomes = new ArrayList<ClaimOutcome>();
        try (Mso mso =
                Mso.builder()
                        .registry(NamedInput.of("registry.json", resource("registry.json")))
                        .data(folder.resolve("data"))
                        .clock(Clock.fixed(Instant.parse("2026-10-05T15:00:00Z"), ZoneOffset.UTC))
                        .start()) {
            assertEquals(Health.up(), mso.health());
            var practice = mso.practice("harbor", Actor.practice("front-desk"));
            var input = NamedInput.of("office-visit.json", resource("office-visit.json"));
            var report =
                    practice.get(Billing.class)
                            .prepare(
                                    sink -> {
                                        practice.get(FhirIntake.class)
                                                .read(List.of(input), sink, IntakeListener.NONE);
                                        during.add(new HostsView());
                                    },
                                    InterchangeTarget.directory(folder.resolve("out")),
                                    outcomes::add);
            assertEquals(1, report.ready(), () -> outcomes.toString());
        }
        during.forEach(before::assertSameAs);
        assertEquals(1, during.size());
        before.assertSameAs(new HostsView());
        try (var files = Files.list(folder.resolve("out"))) {
            assertEquals(1, files.count());
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = HostLibrariesTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    /** What the host's own code sees when it uses its libraries. */
    private static final class HostsView {
        private final ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();
        private final JsonNode tree;
        private final FhirContext fhir = FhirContext.forR4();
        private final Claim claim;

        HostsView() throws UncheckedHostFailure {
            try {
                String json = new String(resource("office-visit.json"), StandardCharsets.UTF_8);
                tree = new ObjectMapper().readTree(json);
                claim = fhir.newJsonParser().parseResource(Claim.class, json);
            } catch (IOException e) {
                throw new UncheckedHostFailure(e);
            }
            assertAll(
                    () -> assertEquals(HOST_JACKSON, new ObjectMapper().version().toString()),
                    () -> assertEquals(HOST_HAPI, VersionUtil.getVersion()),
                    () ->
                            assertTrue(
                                    sourceOf(FhirContext.class).contains(HOST_HAPI),
                                    sourceOf(FhirContext.class)),
                    () -> assertTrue(sourceOf(ObjectMapper.class).contains(HOST_JACKSON)));
        }

        void assertSameAs(HostsView other) {
            assertAll(
                    () -> assertSame(contextLoader, other.contextLoader),
                    () -> assertEquals(tree, other.tree),
                    () -> assertTrue(claim.equalsDeep(other.claim)),
                    () -> assertSame(fhir.getClass(), other.fhir.getClass()),
                    () ->
                            assertSame(
                                    HostLibrariesTest.class.getClassLoader(),
                                    other.fhir.getClass().getClassLoader()),
                    () ->
                            assertSame(
                                    HostLibrariesTest.class.getClassLoader(),
                                    other.tree.getClass().getClassLoader()));
        }

        private static String sourceOf(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation().toString();
        }
    }

    private static final class UncheckedHostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UncheckedHostFailure(IOException cause) {
            super(cause);
        }
    }
}
