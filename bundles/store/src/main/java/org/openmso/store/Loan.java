package org.openmso.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection, lent to one practice. The borrower and everything made from it see proxies: when it
 * was given back none of them reaches the database again, whose session may by then work for
 * another practice. No way leads from a proxy to what is behind it.
 *
 * <p>One thread at a time is inside; so whoever gives it back waits for a statement that another
 * thread runs, and a statement never begins on a session that was given back meanwhile.
 */
final class Loan {
    /** The most special first: a CallableStatement is a Statement, too. */
    private static final List<Class<?>> GUARDED =
            List.of(
                    Connection.class,
                    CallableStatement.class,
                    PreparedStatement.class,
                    Statement.class,
                    ResultSet.class,
                    DatabaseMetaData.class,
                    Array.class,
                    NClob.class,
                    Clob.class,
                    Blob.class,
                    SQLXML.class,
                    Ref.class,
                    Struct.class);

    private final ReentrantLock inside = new ReentrantLock();
    private final Object cancelling = new Object();
    private final Connection raw;
    private final String name;
    private final Lender lender;
    private final boolean largeObjects;
    private final Connection connection;
    private volatile boolean over;
    private boolean cancelled;

    private Loan(Connection raw, String name, boolean largeObjects, Lender lender) {
        this.largeObjects = largeObjects;
        this.raw = raw;
        this.name = name;
        this.lender = lender;
        this.connection = (Connection) guarded(Connection.class, raw, null);
    }

    /** Who lent a connection. */
    interface Lender {
        /**
         * Takes it back.
         *
         * @param usable false when it must not be lent again
         */
        void takeBack(Connection raw, boolean usable);
    }

    /**
     * Lends a connection.
     *
     * @param name for texts
     * @param largeObjects whether a Blob or Clob belongs to its row here; on PostgreSQL it is an
     *     object that no row-level security keeps apart, with streams that outlive the connection
     */
    static Connection of(Connection raw, String name, boolean largeObjects, Lender lender) {
        return new Loan(raw, name, largeObjects, lender).connection;
    }

    private static boolean isOfLargeObjects(Method method) {
        String name = method.getName();
        return name.endsWith("Blob") || name.endsWith("Clob");
    }

    private Object guarded(Class<?> type, Object target, Object parent) {
        return Proxy.newProxyInstance(
                Loan.class.getClassLoader(), new Class<?>[] {type}, new Guard(target, parent));
    }

    private void end() {
        inside.lock();
        try {
            synchronized (cancelling) {
                if (over) {
                    return;
                }
                over = true;
            }
            lender.takeBack(raw, !cancelled);
        } finally {
            inside.unlock();
        }
    }

    /** Does not wait for the thread inside: it is what the thread is in that ends. */
    private void abort() throws SQLException {
        synchronized (cancelling) {
            if (over) {
                return;
            }
            over = true;
        }
        try {
            raw.abort(Runnable::run);
        } finally {
            lender.takeBack(raw, false);
        }
    }

    /** The thread inside stays inside; a cancellation that comes late must not meet the next. */
    private void cancel(Statement statement) throws SQLException {
        synchronized (cancelling) {
            if (over) {
                throw gone();
            }
            cancelled = true;
            statement.cancel();
        }
    }

    private static SQLException gone() {
        return new SQLException("the connection was given back", "08003");
    }

    private final class Guard implements InvocationHandler {
        private final Object target;

        /** The proxy that it was made from. */
        private final Object parent;

        Guard(Object target, Object parent) {
            this.target = target;
            this.parent = parent;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            switch (method.getName()) {
                case "equals":
                    if (method.getDeclaringClass() == Object.class) {
                        return proxy == args[0];
                    }
                    break;
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "toString":
                    return name;
                case "unwrap":
                    Class<?> type = (Class<?>) args[0];
                    if (type.isInstance(proxy)) {
                        return proxy;
                    }
                    throw new SQLFeatureNotSupportedException("nothing is unwrapped", "0A000");
                case "isWrapperFor":
                    return ((Class<?>) args[0]).isInstance(proxy);
                case "getConnection":
                    if (over) {
                        throw gone();
                    }
                    return connection;
                case "getStatement":
                    if (parent instanceof Statement && !over) {
                        return parent;
                    }
                    break;
                case "cancel":
                    cancel((Statement) target);
                    return null;
                case "close":
                    if (target == raw) {
                        end();
                        return null;
                    }
                    if (over) {
                        return null;
                    }
                    break;
                case "abort":
                    abort();
                    return null;
                case "isClosed":
                    if (over) {
                        return true;
                    }
                    break;
                case "isValid":
                    if (over) {
                        return false;
                    }
                    break;
                default:
                    break;
            }
            return passed(proxy, method, args);
        }

        private Object passed(Object proxy, Method method, Object[] args) throws Throwable {
            if (over) {
                throw gone();
            }
            inside.lock();
            try {
                if (over) {
                    throw gone();
                }
                if (!largeObjects && isOfLargeObjects(method)) {
                    throw new SQLFeatureNotSupportedException(
                            "large objects belong to no practice; use bytea and text", "0A000");
                }
                Object result = method.invoke(target, unguarded(args));
                for (Class<?> type : GUARDED) {
                    if (type.isInstance(result)) {
                        return guarded(type, result, proxy);
                    }
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                inside.unlock();
            }
        }

        /** A proxy as argument stands for what is behind it; one of another loan for nothing. */
        private Object[] unguarded(Object[] args) throws SQLException {
            if (args == null) {
                return null;
            }
            Object[] real = args.clone();
            for (int i = 0; i < real.length; i++) {
                if (real[i] != null
                        && Proxy.isProxyClass(real[i].getClass())
                        && Proxy.getInvocationHandler(real[i]) instanceof Guard guard) {
                    if (guard.loan() != Loan.this) {
                        throw gone();
                    }
                    real[i] = guard.target;
                }
            }
            return real;
        }

        private Loan loan() {
            return Loan.this;
        }
    }
}
