package org.openmso.testkit.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.openmso.api.Health;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;

/**
 * The smallest intake that keeps its contract's promises for the made-up visits; {@link
 * MistakenIntake} breaks them one at a time, by overriding a step.
 */
public class SampleIntake implements Capability<FhirIntake> {
    private static final int TELL_EVERY = 8 << 20;
    private static final Pattern NUMBER = Pattern.compile("\"acct-(\\d+)\"");

    @Override
    public FhirIntake open(PracticeContext practice) {
        return new Reader(practice);
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    /** One practice's intake. */
    static class Reader implements FhirIntake {
        final PracticeContext practice;

        Reader(PracticeContext practice) {
            this.practice = practice;
        }

        @Override
        public IntakeReport read(List<NamedInput> inputs, ClaimSink sink, IntakeListener listener) {
            checkZone();
            var reading = reading(sink, listener);
            for (NamedInput input : inputs) {
                try {
                    reading.parts(input.name(), text(input, listener));
                } catch (IOException e) {
                    reading.unusable(input.name());
                }
            }
            return reading.end();
        }

        Reading reading(ClaimSink sink, IntakeListener listener) {
            return new Reading(sink, listener);
        }

        void checkZone() {
            try {
                ZoneId.of(practice.settings().getOrDefault("zone", "UTC"));
            } catch (DateTimeException e) {
                throw new InvalidSettings(
                        Problem.error("MSO-2013", "zone", "No such zone.", "Name one."), e);
            }
        }

        String text(NamedInput input, IntakeListener listener) throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (InputStream in = input.open()) {
                byte[] buffer = new byte[1 << 16];
                long told = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    bytes.write(buffer, 0, n);
                    if (bytes.size() - told >= TELL_EVERY) {
                        told = bytes.size();
                        progress(listener, input.name(), told);
                    }
                }
            }
            byte[] all = bytes.toByteArray();
            if (all.length > 2 && all[0] == 0x1f && (all[1] & 0xff) == 0x8b) {
                all = new GZIPInputStream(new ByteArrayInputStream(all)).readAllBytes();
            }
            return new String(all, StandardCharsets.UTF_8);
        }

        void progress(IntakeListener listener, String name, long bytes) {
            listener.progress(name, bytes);
        }
    }

    /** One reading. */
    static class Reading {
        final ClaimSink sink;
        final IntakeListener listener;
        final List<String> claims = new ArrayList<>();
        private boolean patient;
        private long resources;
        private long unusable;

        Reading(ClaimSink sink, IntakeListener listener) {
            this.sink = sink;
            this.listener = listener;
        }

        void parts(String name, String text) {
            List<String> lines = text.lines().toList();
            boolean whole = lines.isEmpty() || !isWhole(lines.get(0));
            for (String part : whole ? List.of(text.strip()) : lines) {
                part(name, part);
            }
        }

        void part(String name, String part) {
            if (!isWhole(part)) {
                unusable(name);
                return;
            }
            resources++;
            patient |= part.startsWith("{\"resourceType\": \"Patient\"");
            if (part.startsWith("{\"resourceType\": \"Claim\"")) {
                claims.add(part);
            }
        }

        void unusable(String name) {
            unusable++;
            listener.unusable(
                    name, Problem.error("MSO-2001", "", "It is no JSON.", "Send it again."));
        }

        IntakeReport end() {
            claims.forEach(this::hand);
            return new IntakeReport(resources, claims.size(), unusable);
        }

        void hand(String json) {
            handOver(json);
        }

        final void handOver(String json) {
            Matcher number = NUMBER.matcher(json);
            String found = number.find() ? number.group(1) : "0";
            ProfessionalClaim claim =
                    ProfessionalClaim.unread(new Origin("visits", "Claim/c-" + found), found)
                            .total(Money.ofCents(100 * Long.parseLong(found)))
                            .build();
            if (patient || json.contains("\"contained\"")) {
                sink.claim(claim, List.of());
            } else {
                sink.blocked(
                        claim,
                        List.of(
                                Problem.error(
                                        "MSO-2100", "Claim", "No patient.", "Send the patient.")));
            }
        }

        /** Whether the braces outside of texts match. */
        static boolean isWhole(String json) {
            int depth = 0;
            boolean quoted = false;
            for (int i = 0; i < json.length(); i++) {
                char c = json.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted) {
                    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                }
            }
            return json.startsWith("{") && depth == 0 && !quoted;
        }
    }
}
