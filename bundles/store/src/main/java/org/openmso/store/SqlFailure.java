package org.openmso.store;

import java.sql.SQLException;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.openmso.api.store.DatabaseUnavailable;

/**
 * What an exception of a driver says, in our words: without the data that drivers put into theirs.
 */
final class SqlFailure {
    /** H2's codes, {@code org.h2.api.ErrorCode}. */
    private static final int H2_FILE_CORRUPTED = 90030;

    private static final int H2_FILE_VERSION = 90048;
    private static final int H2_IN_USE = 90020;
    private static final int H2_WRONG_PASSWORD = 28000;
    private static final int H2_WRONG_FORMAT = 8000;
    private static final int H2_ENCRYPTION = 90049;
    private static final Set<Integer> H2_IO = Set.of(90028, 90031, 90024, 90025, 90026, 90100);
    private static final Set<Integer> H2_CLOSED = Set.of(90098, 90121, 90013, 90007, 90135, 50000);

    private SqlFailure() {}

    /** The first exception of a driver among a failure's causes; null if there is none. */
    static SQLException in(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
            each = each.getCause();
        }
        return null;
    }

    /** Whether it is the database that fails, whatever the statement was. */
    static boolean speaksAgainstTheDatabase(SQLException e) {
        return problemOf(e) != null;
    }

    /** Whether an engine inside this process has stopped, and may be opened anew. */
    static boolean isClosed(SQLException e) {
        return H2_CLOSED.contains(e.getErrorCode()) || H2_IO.contains(e.getErrorCode());
    }

    static DatabaseUnavailable unavailable(String place, SQLException e) {
        StoreProblem problem = problemOf(e);
        return (problem == null ? StoreProblem.AWAY : problem).unavailable(place, told(e), bare(e));
    }

    /** Where it happened, for a log: drivers put data into their messages, so those stay out. */
    static Throwable bare(Throwable failure) {
        SQLException sql = in(failure);
        Throwable origin = sql == null ? failure : sql;
        String state = sql == null ? "" : " " + sql.getSQLState() + " " + sql.getErrorCode();
        var bare = new Exception(origin.getClass().getName() + state);
        bare.setStackTrace(origin.getStackTrace());
        return bare;
    }

    /** H2 tells a full disk as a general error, and closes itself. */
    private static boolean isWriteFailed(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof MVStoreException store
                    && store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    private static StoreProblem problemOf(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        int code = e.getErrorCode();
        if (code == H2_IN_USE) {
            return StoreProblem.FILE_IN_USE;
        }
        if (code == H2_FILE_CORRUPTED
                || code == H2_FILE_VERSION
                || code == H2_ENCRYPTION
                || code == H2_WRONG_FORMAT) {
            return StoreProblem.FILE_DAMAGED;
        }
        if (state.equals("3D000")) {
            return StoreProblem.DATABASE_MISSING;
        }
        if (state.equals("53100") || H2_IO.contains(code) || isWriteFailed(e)) {
            return StoreProblem.NO_SPACE;
        }
        if (state.startsWith("28") || code == H2_WRONG_PASSWORD) {
            return StoreProblem.LOGIN_REFUSED;
        }
        if (state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || H2_CLOSED.contains(code)) {
            return StoreProblem.AWAY;
        }
        return null;
    }

    /**
     * What the database said, without data. Drivers quote values when one does not fit or breaks a
     * constraint, and statements when they cannot read one; the names of tables and columns are the
     * bundle's own.
     */
    static String told(Throwable failure) {
        SQLException e = in(failure);
        if (e == null) {
            return "";
        }
        String state = e.getSQLState();
        if (state.startsWith("22")) {
            return "A value does not fit (" + state + ").";
        }
        if (state.startsWith("23")) {
            return "Rows that are there break a constraint (" + state + ").";
        }
        String text = String.valueOf(e.getMessage()).replaceFirst("^(ERROR|FATAL): ", "");
        int end = Math.min(text.length(), 200);
        for (String mark : new String[] {"\n", " [", ";", " in SQL statement", ": "}) {
            int at = text.indexOf(mark);
            end = at > 0 ? Math.min(end, at) : end;
        }
        String plain = text.substring(0, end).replaceAll("\\p{Cntrl}", " ").strip();
        return "The database said: " + plain + " (" + state + ").";
    }
}
