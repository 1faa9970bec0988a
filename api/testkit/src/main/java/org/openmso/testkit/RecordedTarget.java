package org.openmso.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openmso.api.host.InterchangeTarget;

/**
 * A target in memory that remembers what was asked of it, and can fail where a test wants it to.
 * Safe from any thread.
 */
public final class RecordedTarget implements InterchangeTarget {
    /** A place where a target can fail, with an {@link IOException}. */
    public enum Step {
        /** When an interchange begins. */
        CREATE,
        /** When bytes are written or flushed. */
        WRITE,
        /** When it is made visible. */
        COMMIT
    }

    private final List<Step> failing;
    private final List<Written> begun = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, byte[]> committed =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> mistakes = Collections.synchronizedList(new ArrayList<>());

    private RecordedTarget(List<Step> failing) {
        this.failing = failing;
    }

    /** A target that takes everything. */
    public static RecordedTarget sound() {
        return new RecordedTarget(List.of());
    }

    /** A target that fails at a step. */
    public static RecordedTarget failingAt(Step step) {
        return new RecordedTarget(List.of(step));
    }

    /** Names of the interchanges begun, in order. */
    public List<String> begun() {
        synchronized (begun) {
            return begun.stream().map(it -> it.name).toList();
        }
    }

    /** Names of the interchanges committed, in order. */
    public List<String> committed() {
        synchronized (committed) {
            return List.copyOf(committed.keySet());
        }
    }

    /** A committed interchange as text; every committed one after the other without a name. */
    public String text() {
        var text = new StringBuilder();
        synchronized (committed) {
            committed.values().forEach(it -> text.append(asText(it)));
        }
        return text.toString();
    }

    /**
     * A committed interchange as text.
     *
     * @throws AssertionError if there is none of this name
     */
    public String text(String name) {
        byte[] bytes = committed.get(name);
        if (bytes == null) {
            throw new AssertionError("no interchange " + name + ", only " + committed());
        }
        return asText(bytes);
    }

    /** How many interchanges were begun and not closed. */
    public int stillOpen() {
        synchronized (begun) {
            return (int) begun.stream().filter(it -> !it.closed).count();
        }
    }

    /**
     * What was asked in a way that {@link InterchangeTarget} does not allow: a stream closed by its
     * writer, a second commit, a write after the commit or the close, a name taken twice or that is
     * no file name.
     */
    public List<String> mistakes() {
        synchronized (mistakes) {
            return List.copyOf(mistakes);
        }
    }

    @Override
    public Interchange create(String name) throws IOException {
        failAt(Step.CREATE);
        if (!name.matches("[A-Za-z0-9.-]+")) {
            mistakes.add("no file name: " + name);
        }
        if (begun().contains(name)) {
            mistakes.add("a name that was taken: " + name);
        }
        var written = new Written(name);
        begun.add(written);
        return written;
    }

    private void failAt(Step step) throws IOException {
        if (failing.contains(step)) {
            throw new IOException("the target fails on purpose: " + step);
        }
    }

    private static String asText(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private final class Written extends OutputStream implements Interchange {
        private final String name;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean done;
        private volatile boolean closed;

        Written(String name) {
            this.name = name;
        }

        @Override
        public OutputStream stream() {
            Written outer = this;
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    outer.write(b);
                }

                @Override
                public void write(byte[] b, int from, int length) throws IOException {
                    outer.write(b, from, length);
                }

                @Override
                public void close() {
                    mistakes.add("the writer closed the stream of " + name);
                }
            };
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int from, int length) throws IOException {
            failAt(Step.WRITE);
            if (done || closed) {
                mistakes.add("a write after the end of " + name);
            }
            bytes.write(b, from, length);
        }

        @Override
        public void commit() throws IOException {
            failAt(Step.COMMIT);
            if (done || closed) {
                mistakes.add("a commit after the end of " + name);
            }
            done = true;
            committed.put(name, bytes.toByteArray());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
