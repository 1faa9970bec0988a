package org.openmso.billing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.openmso.api.host.InterchangeTarget;

/** Keeps what is committed, and can fail where a test wants it to. */
final class MemoryTarget implements InterchangeTarget {
    /** Where a target can fail. */
    enum Failure {
        NEVER,
        CREATE,
        WRITE,
        COMMIT,
        CLOSE
    }

    final Map<String, byte[]> visible = new ConcurrentHashMap<>();
    final AtomicInteger created = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final Failure failure;

    MemoryTarget() {
        this(Failure.NEVER);
    }

    MemoryTarget(Failure failure) {
        this.failure = failure;
    }

    /** The only interchange. */
    byte[] bytes() {
        if (visible.size() != 1) {
            throw new AssertionError("one interchange expected: " + visible.keySet());
        }
        return visible.values().iterator().next();
    }

    /** The only interchange as text. */
    String text() {
        return new String(bytes(), StandardCharsets.US_ASCII);
    }

    @Override
    public Interchange create(String name) throws IOException {
        failAt(Failure.CREATE);
        created.incrementAndGet();
        var bytes = new ByteArrayOutputStream();
        return new Interchange() {
            @Override
            public OutputStream stream() {
                return new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] b, int from, int length) throws IOException {
                        failAt(Failure.WRITE);
                        bytes.write(b, from, length);
                    }
                };
            }

            @Override
            public void commit() throws IOException {
                failAt(Failure.COMMIT);
                if (visible.putIfAbsent(name, bytes.toByteArray()) != null) {
                    throw new IOException("there is a file " + name);
                }
            }

            @Override
            public void close() throws IOException {
                closed.incrementAndGet();
                failAt(Failure.CLOSE);
            }
        };
    }

    private void failAt(Failure place) throws IOException {
        if (failure == place) {
            throw new IOException("disk full");
        }
    }
}
