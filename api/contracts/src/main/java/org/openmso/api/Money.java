package org.openmso.api;

import java.math.BigDecimal;

/**
 * An amount of US dollars in whole cents. Arithmetic is exact: an overflow throws {@link
 * ArithmeticException}.
 *
 * @param cents the amount in cents, negative for a debt
 */
public record Money(long cents) implements Comparable<Money> {
    /** No money. */
    public static final Money ZERO = new Money(0);

    /** An amount in cents. */
    public static Money ofCents(long cents) {
        return cents == 0 ? ZERO : new Money(cents);
    }

    /**
     * An amount in dollars.
     *
     * @throws ArithmeticException if it has a fraction of a cent, or does not fit
     */
    public static Money ofDollars(BigDecimal dollars) {
        if (dollars.signum() == 0) {
            return ZERO;
        }
        if (dollars.precision() - (long) dollars.scale() > 17) {
            throw new ArithmeticException("amount out of range");
        }
        return ofCents(dollars.movePointRight(2).longValueExact());
    }

    /** The exact sum. */
    public Money plus(Money other) {
        return ofCents(Math.addExact(cents, other.cents));
    }

    /** The exact difference. */
    public Money minus(Money other) {
        return ofCents(Math.subtractExact(cents, other.cents));
    }

    /** Whether this is more than nothing. */
    public boolean isPositive() {
        return cents > 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(cents, other.cents);
    }

    /** Dollars with two decimals and no sign of currency, for example {@code 1200.50}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
