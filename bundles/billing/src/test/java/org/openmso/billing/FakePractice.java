package org.openmso.billing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.billing.Billing;
import org.openmso.api.rules.ClaimRules;
import org.openmso.api.spi.PracticeContext;

/** A practice with settings, a clock that stands still, and counters in memory. */
final class FakePractice implements PracticeContext {
    static final Map<String, String> SETTINGS =
            Map.of(
                    "submitter.name", "Harbor Billing",
                    "submitter.id", "SUBMIT01",
                    "submitter.contact", "EDI Desk",
                    "submitter.phone", "(555) 555-0100",
                    "receiver.name", "Example Plan",
                    "receiver.id", "PAYER01",
                    "usage", "T");

    private final Map<String, String> settings = new HashMap<>(SETTINGS);
    private final Map<String, Long> sequences = new ConcurrentHashMap<>();
    private LocalDate today = MadeUp.TODAY;
    private ZoneId zone = ZoneOffset.UTC;
    private Map<String, Map<String, String>> others = Map.of();
    private Optional<ClaimRules> rules = Optional.empty();

    FakePractice with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    FakePractice without(String key) {
        settings.remove(key);
        return this;
    }

    FakePractice on(LocalDate day) {
        today = day;
        return this;
    }

    /** The host's clock shows the time of this zone, while it is 09:15 in Greenwich. */
    FakePractice in(String name) {
        zone = ZoneId.of(name);
        return this;
    }

    /** The practice has set its own time zone, for intake and so for all. */
    FakePractice at(String name) {
        others = Map.of("fhir", Map.of("zone", name));
        return this;
    }

    /** The sequence goes on after the number. */
    FakePractice after(String sequence, long number) {
        sequences.put(sequence, number);
        return this;
    }

    /** The practice's tier includes claim rules. */
    FakePractice asking(ClaimRules given) {
        rules = Optional.of(given);
        return this;
    }

    Billing billing() {
        return new BillingCapability().open(this);
    }

    @Override
    public Practice practice() {
        return new Practice(
                "oak-street",
                "Oak Street",
                "essential",
                new ManagementAgreement(MsoModel.SERVICE_ONLY, "IL", LocalDate.of(2020, 1, 1)),
                others);
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Clock clock() {
        return Clock.fixed(today.atTime(LocalTime.of(9, 15)).toInstant(ZoneOffset.UTC), zone);
    }

    @Override
    public long next(String sequence) {
        throw new AssertionError("billing needs no numbers of the practice alone");
    }

    @Override
    public long nextShared(String sequence) {
        return sequences.merge(sequence, 1L, Long::sum);
    }

    @Override
    public Path scratch() {
        throw new AssertionError("billing needs no temporary files");
    }

    @Override
    public DataSource database() {
        throw new UnsupportedOperationException("these services keep nothing");
    }

    @Override
    public <S> Optional<S> find(Class<S> contract) {
        return contract == ClaimRules.class ? rules.map(contract::cast) : Optional.empty();
    }
}
