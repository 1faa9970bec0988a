package org.openmso.testkit;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.openmso.api.host.NamedInput;

/** An input that counts how often it is opened and closed. Safe from any thread. */
public final class RecordedInput implements NamedInput {
    private final String name;
    private final Opener content;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private RecordedInput(String name, Opener content) {
        this.name = name;
        this.content = content;
    }

    /** Text, as UTF-8. */
    public static RecordedInput of(String name, String content) {
        return of(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes. */
    public static RecordedInput of(String name, byte[] content) {
        return new RecordedInput(name, () -> new ByteArrayInputStream(content));
    }

    /** Whatever can be opened. */
    public static RecordedInput of(String name, Opener content) {
        return new RecordedInput(name, content);
    }

    /** How often it was opened. */
    public int opened() {
        return opened.get();
    }

    /** How many of its streams are still open. */
    public int stillOpen() {
        return opened.get() - closed.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream in = content.open();
        opened.incrementAndGet();
        return new FilterInputStream(in) {
            private boolean done;

            @Override
            public void close() throws IOException {
                if (!done) {
                    done = true;
                    closed.incrementAndGet();
                }
                super.close();
            }
        };
    }
}
