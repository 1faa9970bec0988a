package org.openmso.fhir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.spi.PracticeContext;

/** A made-up practice, with settings, a fixed clock and a directory for temporary files. */
record TestPractice(Map<String, String> settings, Path scratch) implements PracticeContext {
    @Override
    public Practice practice() {
        return new Practice(
                "oak-street",
                "Oak Street",
                "essential",
                new ManagementAgreement(MsoModel.SERVICE_ONLY, "IL", LocalDate.of(2026, 1, 1)),
                Map.of("fhir", settings));
    }

    @Override
    public Clock clock() {
        return Clock.fixed(Instant.parse("2026-11-02T15:00:00Z"), ZoneId.of("America/Chicago"));
    }

    @Override
    public long next(String sequence) {
        throw new IllegalStateException("intake needs no sequence");
    }

    @Override
    public long nextShared(String sequence) {
        throw new IllegalStateException("intake needs no sequence");
    }

    @Override
    public DataSource database() {
        throw new UnsupportedOperationException("these services keep nothing");
    }

    @Override
    public <S> Optional<S> find(Class<S> contract) {
        return Optional.empty();
    }
}
