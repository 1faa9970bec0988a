package org.openmso.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

/** Money is whole cents, and exact or refused. */
class MoneyTest {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    @Property(seed = "20261124")
    void dollarsReadBackAsTheSameCents(@ForAll long cents) {
        Money money = Money.ofCents(cents);
        assertEquals(money, Money.ofDollars(new BigDecimal(money.toString())));
        assertTrue(money.toString().matches("-?[0-9]+\\.[0-9]{2}"), money::toString);
    }

    @Property(seed = "20261124")
    void sumAndDifferenceAreExactOrRefused(@ForAll long a, @ForAll long b) {
        exactOrRefused(
                BigInteger.valueOf(a).add(BigInteger.valueOf(b)),
                () -> Money.ofCents(a).plus(Money.ofCents(b)));
        exactOrRefused(
                BigInteger.valueOf(a).subtract(BigInteger.valueOf(b)),
                () -> Money.ofCents(a).minus(Money.ofCents(b)));
    }

    private static void exactOrRefused(
            BigInteger exact, java.util.function.Supplier<Money> operation) {
        if (exact.compareTo(MIN) < 0 || exact.compareTo(MAX) > 0) {
            assertThrows(ArithmeticException.class, operation::get);
        } else {
            assertEquals(exact, BigInteger.valueOf(operation.get().cents()));
        }
    }

    @Property(seed = "20261124")
    void anAmountInDollarsIsExactOrRefused(
            @ForAll
                    @Scale(3)
                    @BigRange(min = "-99999999999999999999.999", max = "99999999999999999999.999")
                    BigDecimal dollars) {
        BigDecimal cents = dollars.movePointRight(2);
        boolean fits =
                cents.stripTrailingZeros().scale() <= 0
                        && cents.toBigInteger().compareTo(MIN) >= 0
                        && cents.toBigInteger().compareTo(MAX) <= 0;
        if (fits) {
            assertEquals(0, cents.compareTo(BigDecimal.valueOf(Money.ofDollars(dollars).cents())));
        } else {
            assertThrows(ArithmeticException.class, () -> Money.ofDollars(dollars));
        }
    }

    @Example
    void theLargestAndSmallestAmountsAreRead() {
        assertEquals(
                Long.MAX_VALUE, Money.ofDollars(new BigDecimal("92233720368547758.07")).cents());
        assertEquals(
                Long.MIN_VALUE, Money.ofDollars(new BigDecimal("-92233720368547758.08")).cents());
        assertThrows(
                ArithmeticException.class,
                () -> Money.ofDollars(new BigDecimal("92233720368547758.08")));
    }

    @Example
    void aFractionOfACentIsRefusedAndTrailingZerosAreNone() {
        assertThrows(ArithmeticException.class, () -> Money.ofDollars(new BigDecimal("0.005")));
        assertEquals(Money.ofCents(120050), Money.ofDollars(new BigDecimal("1200.50000")));
        assertEquals("1200.50", Money.ofCents(120050).toString());
        assertEquals("-0.07", Money.ofCents(-7).toString());
    }

    @Example
    void hugeExponentsEndAtOnce() {
        for (String dollars : List.of("1E+999999999", "1E-999999999", "-1E+2147483647")) {
            assertThrows(ArithmeticException.class, () -> Money.ofDollars(new BigDecimal(dollars)));
        }
        assertSame(Money.ZERO, Money.ofDollars(new BigDecimal("0E+2147483647")));
        assertSame(Money.ZERO, Money.ofDollars(new BigDecimal("0E-2147483647")));
    }

    @Property(seed = "20261124")
    void moneyIsOrderedByItsCents(@ForAll long a, @ForAll long b) {
        assertEquals(Long.compare(a, b), Money.ofCents(a).compareTo(Money.ofCents(b)));
        assertEquals(a > 0, Money.ofCents(a).isPositive());
    }
}
