package org.openmso.sample.simulator;

/** The check digit of a National Provider Identifier: Luhn over the prefix 80840 and the number. */
final class Npi {
    /** What the prefix 80840 adds to the sum. */
    private static final int PREFIX_SUM = 24;

    private Npi() {}

    static String withCheckDigit(String nine) {
        int sum = PREFIX_SUM;
        for (int i = 0; i < 9; i++) {
            int digit = nine.charAt(i) - '0';
            int weighed = i % 2 == 0 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return nine + (10 - sum % 10) % 10;
    }

    /** The same number with another, wrong check digit. */
    static String broken(String npi) {
        int check = npi.charAt(9) - '0';
        return npi.substring(0, 9) + (check + 1) % 10;
    }
}
