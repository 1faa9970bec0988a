package org.openmso.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openmso.api.host.Sequences;

/**
 * Counters in memory that remember which were asked, and can fail while a test wants them to. Safe
 * from any thread.
 */
public final class RecordedSequences implements Sequences {
    private final Map<String, Long> last = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean failing;

    /** Counters that begin at 1. */
    public RecordedSequences() {}

    /** From now on the counters fail with an {@link IOException}, or work again. */
    public synchronized void fail(boolean failing) {
        this.failing = failing;
    }

    /** The keys that were asked for, in order. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** The last number given of each key. */
    public synchronized Map<String, Long> last() {
        return Map.copyOf(last);
    }

    @Override
    public synchronized long next(String key) throws IOException {
        asked.add(key);
        if (failing) {
            throw new IOException("the counter fails on purpose");
        }
        return last.merge(key, 1L, Long::sum);
    }
}
