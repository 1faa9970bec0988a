package org.openmso.billing;

/** The form of a National Provider Identifier. */
final class Npi {
    // The sum of the prefix 80840 that stands for the United States' health sector.
    private static final int PREFIX_SUM = 24;

    private Npi() {}

    /**
     * Whether the number is well formed: 10 digits, the first 1 or 2, the last the Luhn check digit
     * over the number with prefix 80840 (CMS, NPI check digit calculation). Whether it is issued
     * only NPPES knows.
     */
    static boolean isValid(String npi) {
        if (!X12Text.isDigits(npi, 10) || npi.charAt(0) != '1' && npi.charAt(0) != '2') {
            return false;
        }
        int sum = PREFIX_SUM;
        for (int i = 0; i < 10; i++) {
            int digit = npi.charAt(i) - '0';
            if (i % 2 == 0) {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
