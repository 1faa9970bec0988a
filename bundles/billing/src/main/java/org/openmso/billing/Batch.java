package org.openmso.billing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.openmso.api.Money;
import org.openmso.api.OutputFailed;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.OutcomeListener;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.InterchangeTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch: takes claims, decides each, collects the ready ones and writes them set by set into
 * one interchange. The interchange begins with the first full set, is committed at the very end,
 * and is discarded on any failure. For one thread, for one run.
 */
final class Batch implements ClaimSink {
    /** Claims of one transaction set, and so the most that are held in memory. */
    static final int MOST_CLAIMS = 5_000;

    /**
     * Bytes of the claims of one transaction set: a set of the largest claims that X12 carries is
     * written before it has 5,000.
     */
    static final int MOST_BYTES = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    private static final long LAST_CONTROL = 999_999_999;

    private final BillingSettings settings;
    private final Scrub scrub;
    private final AskedRules rules;
    private final LocalDateTime now;
    private final String practice;
    private final ToLongFunction<String> sequences;
    private final InterchangeTarget target;
    private final OutcomeListener outcomes;

    private final Duplicates duplicates = new Duplicates();
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private final SegmentWriter loops = new SegmentWriter(memory);
    private final ClaimWriter claimWriter = new ClaimWriter(loops);
    private final List<WrittenClaim> waiting = new ArrayList<>();
    private long waitingBytes;
    private final List<String> names = new ArrayList<>(1);
    private InterchangeTarget.Interchange interchange;
    private SegmentWriter writer;
    private Envelope envelope;
    private TransactionWriter transactions;
    private long control;
    private int sets;
    private long ready;
    private long blocked;
    private Money charge = Money.ZERO;
    private Throwable failure;
    private boolean over;

    Batch(
            BillingSettings settings,
            PayerFlags flags,
            AskedRules rules,
            LocalDateTime now,
            String practice,
            ToLongFunction<String> sequences,
            InterchangeTarget target,
            OutcomeListener outcomes) {
        this.settings = settings;
        this.rules = rules;
        this.now = now;
        this.scrub = new Scrub(flags, now.toLocalDate());
        this.practice = practice;
        this.sequences = sequences;
        this.target = target;
        this.outcomes = outcomes;
    }

    /** Runs the batch to its end; see {@link org.openmso.api.billing.Billing#prepare}. */
    BatchReport run(ClaimFeed feed) {
        boolean committed = false;
        try {
            feed.feed(this);
            // A feed may go on after the sink has failed: claims are missing, so nothing is sent.
            failIfFailed();
            if (!waiting.isEmpty()) {
                writeSet();
            }
            if (interchange != null) {
                finish();
                committed = true;
            }
        } finally {
            over = true;
            close(committed);
        }
        return new BatchReport(ready, blocked, charge, names);
    }

    @Override
    public void claim(ProfessionalClaim claim, List<Problem> warnings) {
        guarded(() -> decide(claim, warnings));
    }

    @Override
    public void blocked(ProfessionalClaim claim, List<Problem> problems) {
        guarded(
                () -> {
                    Findings found = Findings.ofBlocked(problems);
                    scrub.judge(claim, found);
                    block(claim, found.list());
                });
    }

    private void decide(ProfessionalClaim claim, List<Problem> warnings) {
        var found = new Findings();
        found.addAll(warnings);
        scrub.judge(claim, found);
        duplicates.check(claim, found);
        rules.judge(claim, found);
        if (found.isBlocking()) {
            block(claim, found.list());
            return;
        }
        duplicates.rememberChecked();
        WrittenClaim written = written(claim);
        waiting.add(written);
        waitingBytes += written.size();
        ready++;
        charge = charge.plus(claim.total());
        if (waiting.size() == MOST_CLAIMS || waitingBytes >= MOST_BYTES) {
            writeSet();
        }
        outcomes.decided(
                new ClaimOutcome(
                        claim.origin(),
                        claim.number(),
                        ClaimOutcome.Status.READY,
                        found.list(),
                        claim.total()));
    }

    private WrittenClaim written(ProfessionalClaim claim) {
        long before = loops.segments();
        memory.reset();
        try {
            claimWriter.write(claim);
            loops.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return WrittenClaim.of(claim, memory.toByteArray(), loops.segments() - before);
    }

    private void block(ProfessionalClaim claim, List<Problem> problems) {
        blocked++;
        outcomes.decided(
                new ClaimOutcome(
                        claim.origin(),
                        claim.number(),
                        ClaimOutcome.Status.BLOCKED,
                        problems,
                        Money.ZERO));
    }

    private void writeSet() {
        if (interchange == null) {
            open();
        }
        long set = next("transaction-set");
        try {
            transactions.write(
                    waiting, digits(set, 4), digits(control, 9) + "-" + digits(set, 4), now);
        } catch (IOException e) {
            throw failed(names.get(0), e);
        }
        sets++;
        waiting.clear();
        waitingBytes = 0;
    }

    private void open() {
        control = next("interchange");
        String name = practice + "-" + digits(control, 9) + ".837";
        names.add(name);
        try {
            interchange = target.create(name);
            writer = new SegmentWriter(interchange.stream());
            transactions = new TransactionWriter(writer, settings);
            envelope = new Envelope(writer, settings, control);
            envelope.open(now);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private void finish() {
        try {
            envelope.close(sets);
            writer.flush();
            interchange.commit();
        } catch (IOException e) {
            throw failed(names.get(0), e);
        }
    }

    private void close(boolean committed) {
        if (interchange == null) {
            return;
        }
        try {
            interchange.close();
        } catch (IOException | RuntimeException e) {
            // Committed, it is whole and visible; not committed, a failure is already on its way.
            LOG.warn(
                    "practice {}: closing {} failed (committed: {})",
                    practice,
                    names,
                    committed,
                    e);
        }
    }

    /**
     * One sequence for all practices and receivers: a receiver counts by submitter, and an MSO
     * submits for many practices under one id.
     */
    private long next(String sequence) {
        long number = sequences.applyAsLong(sequence);
        if (number < 1 || number > LAST_CONTROL) {
            throw new OutputFailed(Reason.CONTROL_NUMBERS.at(sequence));
        }
        return number;
    }

    private static String digits(long number, int width) {
        return Envelope.digits(number, width);
    }

    private static OutputFailed failed(String name, IOException e) {
        return new OutputFailed(
                Reason.OUTPUT.at(name, "The interchange cannot be written: " + inWords(e) + "."),
                e);
    }

    /** What the target says: its own words, or the system's; it knows nothing of patients. */
    private static String inWords(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file of its name already, perhaps of an installation with another"
                    + " data directory, which counts the same control numbers";
        }
        String words =
                e instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : e.getMessage();
        return e instanceof AccessDeniedException
                ? "this process may not write " + words
                : words == null || words.isBlank() ? e.getClass().getSimpleName() : words;
    }

    private void guarded(Runnable step) {
        if (over) {
            throw new IllegalStateException("the batch is over; claims come within feed() only");
        }
        failIfFailed();
        try {
            step.run();
        } catch (Throwable e) {
            failure = e;
            throw e;
        }
    }

    private void failIfFailed() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException("the batch has failed", failure);
        }
    }
}
