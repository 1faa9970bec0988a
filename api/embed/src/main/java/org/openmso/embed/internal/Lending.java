package org.openmso.embed.internal;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.openmso.api.store.DatabaseUnavailable;

/**
 * The connections that one version of a bundle has out. What it does not give back until it has
 * left is taken from it.
 */
final class Lending {
    private final Databases databases;
    private final String bundle;
    private final Set<Loan> out = new HashSet<>();
    private boolean over;

    Lending(Databases databases, String bundle) {
        this.databases = databases;
        this.bundle = bundle;
    }

    /** A connection that is out; its borrower's thread, for one who needs a second. */
    private static final class Loan {
        private final Thread borrower = Thread.currentThread();
        private Connection connection;
    }

    /** The bundle's connections for a practice. */
    DataSource of(String practice) {
        return new Connections(practice);
    }

    private Connection borrow(String practice) {
        var loan = new Loan();
        synchronized (this) {
            if (over) {
                throw new DatabaseUnavailable(Launch.LEFT_WITHOUT_CONNECTIONS.at(bundle));
            }
            out.add(loan);
        }
        boolean lent = false;
        try {
            Connection connection = databases.connect(bundle, practice, () -> returned(loan));
            lent = true;
            synchronized (this) {
                loan.connection = connection;
            }
            return connection;
        } finally {
            if (!lent) {
                returned(loan);
            }
        }
    }

    private synchronized void returned(Loan loan) {
        out.remove(loan);
    }

    /** Whether a thread has one out. */
    synchronized boolean isWith(Thread thread) {
        return out.stream().anyMatch(it -> it.borrower == thread && it.connection != null);
    }

    /**
     * Lends no more, and takes back what is out.
     *
     * @return how many were not given back
     */
    int end() {
        var lost = new ArrayList<Connection>();
        synchronized (this) {
            over = true;
            out.forEach(
                    it -> {
                        if (it.connection != null) {
                            lost.add(it.connection);
                        }
                    });
        }
        for (Connection connection : lost) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                databases.notTakenBack(bundle, e);
            }
        }
        return lost.size();
    }

    private final class Connections implements DataSource {
        private final String practice;

        Connections(String practice) {
            this.practice = practice;
        }

        @Override
        public Connection getConnection() {
            return borrow(practice);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw refused("users are OpenMSO's to choose");
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw refused("it logs nothing");
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw refused("OpenMSO sets how long it waits");
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            if (type.isInstance(this)) {
                return type.cast(this);
            }
            throw refused("nothing is unwrapped");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return type.isInstance(this);
        }

        private static SQLException refused(String why) {
            return new SQLFeatureNotSupportedException(why, "0A000");
        }
    }
}
