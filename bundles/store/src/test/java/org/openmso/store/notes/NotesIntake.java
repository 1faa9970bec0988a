package org.openmso.store.notes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;

/**
 * A bundle that keeps notes. An input's name is what to do, its answers are told as problems:
 * {@code add TEXT}, {@code list}, {@code list all} without a WHERE, {@code sql STATEMENT}, {@code
 * keep} a connection.
 */
@ProvidesCapability(contract = FhirIntake.class)
public final class NotesIntake implements Capability<FhirIntake> {
    /** Connections that were never closed. */
    private final Queue<Connection> kept = new ConcurrentLinkedQueue<>();

    @Override
    public FhirIntake open(PracticeContext practice) {
        String id = practice.practice().id();
        DataSource database = practice.database();
        return (inputs, sink, listener) -> {
            for (NamedInput input : inputs) {
                try {
                    done(id, database, input.name(), listener);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new IntakeReport(0, 0, 0);
        };
    }

    private void done(String id, DataSource database, String what, IntakeListener listener)
            throws SQLException {
        if (what.equals("keep")) {
            kept.add(database.getConnection());
            return;
        }
        try (Connection connection = database.getConnection()) {
            if (what.startsWith("add ")) {
                try (PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into note (practice_id, text) values (?, ?)")) {
                    insert.setString(1, id);
                    insert.setString(2, what.substring(4));
                    insert.executeUpdate();
                }
            } else if (what.equals("list")) {
                try (PreparedStatement select =
                        connection.prepareStatement(
                                "select text from note where practice_id = ? order by id")) {
                    select.setString(1, id);
                    tell(select.executeQuery(), listener);
                }
            } else {
                String sql =
                        what.equals("list all")
                                ? "select text from note order by id"
                                : what.substring(4);
                try (Statement statement = connection.createStatement()) {
                    if (statement.execute(sql)) {
                        tell(statement.getResultSet(), listener);
                    }
                }
            }
        }
    }

    private static void tell(ResultSet rows, IntakeListener listener) throws SQLException {
        while (rows.next()) {
            listener.unusable(
                    "", Problem.warning("NOTES-0001", "", String.valueOf(rows.getString(1)), ""));
        }
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    /** What a host does with it. */
    public static List<String> ask(FhirIntake notes, String... what) {
        var answers = new ConcurrentLinkedQueue<String>();
        notes.read(
                List.of(what).stream().map(it -> NamedInput.of(it, new byte[0])).toList(),
                NOWHERE,
                new IntakeListener() {
                    @Override
                    public void unusable(String input, Problem problem) {
                        answers.add(problem.message());
                    }
                });
        return List.copyOf(answers);
    }

    private static final ClaimSink NOWHERE =
            new ClaimSink() {
                @Override
                public void claim(ProfessionalClaim claim, List<Problem> warnings) {
                    throw new IllegalStateException("notes are no claims");
                }

                @Override
                public void blocked(ProfessionalClaim claim, List<Problem> problems) {
                    throw new IllegalStateException("notes are no claims");
                }
            };
}
