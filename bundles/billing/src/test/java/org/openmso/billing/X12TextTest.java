package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What becomes of text on its way into X12. */
class X12TextTest {
    private static final String BASIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"&'()+,-./;?=";

    @Test
    void letters_become_capitals_and_lose_their_marks() {
        assertEquals("JOSE NUNEZ", X12Text.clean("Jos\u00E9 Nu\u00F1ez", 60));
        assertEquals("NGUYEN", X12Text.clean("Nguy\u1EC5n", 60));
        assertEquals("STRASSE AEROE OE", X12Text.clean("Stra\u00DFe \u00C6r\u00F8e \u0153", 60));
        assertEquals("LODZ", X12Text.clean("\u0141\u00F3d\u017A", 60));
        assertEquals("IIFI", X12Text.clean("\u0130\u0131\uFB01", 60));
    }

    @Test
    void typographic_signs_become_plain_ones() {
        assertEquals("O'BRIEN-\"X\"", X12Text.clean("O\u2019Brien\u2014\u201Cx\u201D", 60));
    }

    @Test
    void delimiters_and_foreign_characters_become_blanks() {
        assertEquals("A B C D", X12Text.clean("a*b:c~d", 60));
        assertEquals("A B", X12Text.clean("a^\u5F20\uD83D\uDE00b", 60));
        assertEquals("A B", X12Text.clean(" a\r\n\t\u0000b ", 60));
        assertEquals("", X12Text.clean("*~:^\u0000", 60));
    }

    @Test
    void text_is_cut_without_a_blank_at_its_end() {
        assertEquals("ABC", X12Text.clean("abc def", 4));
        assertTrue(X12Text.isChanged("abc def", 4));
        assertFalse(X12Text.isChanged("abc   ", 3));
    }

    @Test
    void a_megabyte_of_marks_is_done_at_once() {
        assertEquals("A", X12Text.clean("a" + "\u0301".repeat(1_000_000), 60));
        assertEquals("", X12Text.clean("\u5F20".repeat(1_000_000) + "a", 60));
    }

    @Property(seed = "20261124")
    void any_text_becomes_basic_text_of_the_right_length(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 80) int max) {
        String clean = X12Text.clean(text, max);
        assertTrue(clean.length() <= max);
        assertTrue(clean.chars().allMatch(c -> BASIC.indexOf(c) >= 0), clean);
        assertTrue(X12Text.isPlain(clean, max), clean);
    }

    @Property(seed = "20261124")
    void clean_text_stays_as_it_is(@ForAll String text) {
        String clean = X12Text.clean(text, 60);
        assertEquals(clean, X12Text.clean(clean, 60));
        assertFalse(X12Text.isChanged(clean, 60));
    }

    @Property(seed = "20261124")
    void what_is_not_reported_as_changed_differs_in_capitals_and_blanks_only(@ForAll String text) {
        if (!X12Text.isChanged(text, 60)) {
            assertEquals(
                    text.strip().replaceAll(" +", " ").toUpperCase(Locale.ROOT),
                    X12Text.clean(text, 60));
        }
    }

    @Property(seed = "20261124")
    void an_identifier_is_written_as_it_is(@ForAll String text) {
        if (X12Text.isIdentifier(text, 1, 60, false)) {
            assertEquals(text, X12Text.clean(text, 60));
        }
    }
}
