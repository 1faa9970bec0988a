package org.openmso.testkit;

/** The codes of problems that contracts name, by their numbers. */
final class Code {
    private Code() {}

    static String of(int number) {
        return "MSO-" + number;
    }
}
