package org.openmso.sample.ehr.rehearsal;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A call whose right answer is known.
 *
 * @param about for people; names no patient
 * @param call makes the call; the answer holds values of the contracts and of the JDK only
 * @param right what it must answer
 */
record Question(String about, Supplier<?> call, Object right) {
    /** Asks once, of whoever serves now, and takes the answer for the right one. */
    static Question answeredNow(String about, Supplier<?> call) {
        return new Question(about, call, Objects.requireNonNull(call.get(), about));
    }

    /** Whether the answer is the right one. */
    boolean isAnsweredRight() {
        return right.equals(call.get());
    }
}
