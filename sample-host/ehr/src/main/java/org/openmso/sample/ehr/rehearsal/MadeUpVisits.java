package org.openmso.sample.ehr.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openmso.api.Actor;
import org.openmso.api.Money;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;
import org.openmso.embed.PracticeServices;
import org.openmso.sample.ehr.SampleProblem;
import org.openmso.sample.simulator.Fault;
import org.openmso.sample.simulator.Manifest;
import org.openmso.sample.simulator.Simulation;

/** The simulator's visits, as questions to a practice's services. */
final class MadeUpVisits {
    private static final int VISITS = 4;

    /** Segments that carry numbers of the interchange, another one each time. */
    private static final Set<String> ENVELOPE = Set.of("ISA", "GS", "ST", "BHT", "SE", "GE", "IEA");

    private final PracticeServices services;
    private final Manifest manifest;
    private final List<NamedInput> visits;

    private MadeUpVisits(PracticeServices services, LocalDate day) {
        this.services = services;
        var fhir = new ByteArrayOutputStream();
        try {
            manifest =
                    Simulation.of(2026)
                            .practice(services.practice().name())
                            .day(day)
                            .visits(VISITS)
                            .plant(Fault.NPI_CHECK_DIGIT)
                            .write(fhir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        visits = List.of(NamedInput.of("visits.ndjson", fhir.toByteArray()));
    }

    /**
     * What to ask of the practices that have intake, billing or both; answered by the bundles that
     * serve now, and held against what the simulator knows.
     *
     * @throws org.openmso.api.MsoException (MSO-9017) if they answer wrong already
     */
    static List<Question> questions(Mso mso, LocalDate day, Actor actor) {
        var questions = new ArrayList<Question>();
        for (Practice practice : mso.registry().practices()) {
            var tier = mso.registry().tierOf(practice);
            if (tier.includes(FhirIntake.CAPABILITY)) {
                var visits = new MadeUpVisits(mso.practice(practice.id(), actor), day);
                questions.add(visits.intake());
                if (tier.includes(Billing.CAPABILITY)) {
                    questions.add(visits.scrubbing());
                    questions.add(visits.billing());
                }
            }
        }
        return List.copyOf(questions);
    }

    /** What intake makes of the visits. */
    private record Read(IntakeReport sums, List<ProfessionalClaim> claims, List<Problem> said) {}

    /** What billing makes of them, but for the numbers of the interchange. */
    private record Billed(
            long ready,
            long blocked,
            Money charge,
            List<ClaimOutcome> outcomes,
            List<String> segments) {}

    private Question intake() {
        return Question.answeredNow(about(FhirIntake.CAPABILITY), this::read);
    }

    private Question scrubbing() {
        List<ProfessionalClaim> claims = read().claims;
        return Question.answeredNow(
                about("scrubbing"),
                () -> {
                    Billing billing = services.get(Billing.class);
                    return claims.stream().map(billing::scrub).toList();
                });
    }

    private Question billing() {
        Question question = Question.answeredNow(about(Billing.CAPABILITY), this::bill);
        Billed billed = (Billed) question.right();
        if (billed.ready != manifest.readyClaims()
                || billed.blocked != manifest.blockedClaims()
                || billed.charge.cents() != manifest.readyCents()) {
            throw SampleProblem.REHEARSAL_UNSOUND.failed(
                    about(Billing.CAPABILITY),
                    "Before any change, the bundles bill "
                            + billed.ready
                            + " of the made-up claims and not "
                            + manifest.readyClaims()
                            + ", or for another charge.",
                    "This is a fault of OpenMSO: report it.");
        }
        return question;
    }

    private String about(String what) {
        return what + " of " + services.practice().id();
    }

    private Read read() {
        var claims = new ArrayList<ProfessionalClaim>();
        var said = new ArrayList<Problem>();
        IntakeReport sums =
                services.get(FhirIntake.class)
                        .read(
                                visits,
                                new ClaimSink() {
                                    @Override
                                    public void claim(
                                            ProfessionalClaim claim, List<Problem> warnings) {
                                        claims.add(claim);
                                        said.addAll(warnings);
                                    }

                                    @Override
                                    public void blocked(
                                            ProfessionalClaim claim, List<Problem> problems) {
                                        claims.add(claim);
                                        said.addAll(problems);
                                    }
                                },
                                IntakeListener.NONE);
        return new Read(sums, claims, said);
    }

    /** One call of billing, with one of intake inside it. */
    private Billed bill() {
        FhirIntake intake = services.get(FhirIntake.class);
        var outcomes = new ArrayList<ClaimOutcome>();
        var interchange = new InMemory();
        BatchReport sums =
                services.get(Billing.class)
                        .prepare(
                                sink -> intake.read(visits, sink, IntakeListener.NONE),
                                name -> interchange,
                                outcomes::add);
        return new Billed(
                sums.ready(), sums.blocked(), sums.charge(), outcomes, interchange.segments());
    }

    /** An interchange that goes nowhere. */
    private static final class InMemory implements InterchangeTarget.Interchange {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean committed;

        @Override
        public OutputStream stream() {
            return bytes;
        }

        @Override
        public void commit() {
            committed = true;
        }

        @Override
        public void close() {
            if (!committed) {
                bytes.reset();
            }
        }

        List<String> segments() {
            return bytes.toString(StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(line -> List.of(line.split("~")).stream())
                    .filter(it -> !ENVELOPE.contains(it.replaceFirst("\\*.*", "")))
                    .toList();
        }
    }
}
