package org.openmso.billing;

/** The form of codes; whether a code exists is a question for the code sets, not for this. */
final class Codes {
    private Codes() {}

    /** ICD-10-CM: a letter, a digit, a digit or A or B, then up to 4 digits or capitals. */
    static boolean isDiagnosis(String code) {
        int length = code.length();
        if (length < 3 || length > 7 || !isCapital(code.charAt(0)) || !isDigit(code.charAt(1))) {
            return false;
        }
        char third = code.charAt(2);
        if (!isDigit(third) && third != 'A' && third != 'B') {
            return false;
        }
        for (int i = 3; i < length; i++) {
            if (!isDigitOrCapital(code.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** HCPCS: a capital and four digits, or (CPT) four digits and a digit or A, F, M, T, U. */
    static boolean isProcedure(String code) {
        if (code.length() != 5) {
            return false;
        }
        for (int i = 1; i < 4; i++) {
            if (!isDigit(code.charAt(i))) {
                return false;
            }
        }
        char last = code.charAt(4);
        return isCapital(code.charAt(0))
                ? isDigit(last)
                : isDigit(code.charAt(0)) && (isDigit(last) || "AFMTU".indexOf(last) >= 0);
    }

    /** CPT codes 00100 to 01999, the only services that are billed in minutes. */
    static boolean isAnesthesia(String procedure) {
        return X12Text.isDigits(procedure, 5)
                && procedure.charAt(0) == '0'
                && (procedure.charAt(1) == '1'
                        || procedure.charAt(1) == '0' && procedure.charAt(2) != '0');
    }

    /**
     * Codes of CPT end in 99 where a service has none of its own, and so do two drugs of HCPCS;
     * four tests of microbes end so too, and say what was done.
     */
    static boolean isUnlisted(String procedure) {
        return switch (procedure) {
            case "J3490", "J3590" -> true;
            case "87299", "87399", "87799", "87899" -> false;
            default -> X12Text.isDigits(procedure, 5) && procedure.endsWith("99");
        };
    }

    /** Codes of HCPCS that end in 99: most have no meaning of their own, some have. */
    static boolean isPerhapsUnlisted(String procedure) {
        return isProcedure(procedure) && isCapital(procedure.charAt(0)) && procedure.endsWith("99");
    }

    static boolean isModifier(String modifier) {
        return modifier.length() == 2
                && isDigitOrCapital(modifier.charAt(0))
                && isDigitOrCapital(modifier.charAt(1));
    }

    static boolean isPlaceOfService(String place) {
        return X12Text.isDigits(place, 2) && !place.equals("00");
    }

    static boolean isDigitOrCapital(char c) {
        return isDigit(c) || isCapital(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
