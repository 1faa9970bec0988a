package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.openmso.embed.TestIndex;
import org.openmso.embed.internal.StrictJson.Unsound;

/** JSON that can be read in one way only, held against another reader of JSON. */
class StrictJsonTest {
    private static final ObjectMapper OTHER =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static Object read(String text) throws Unsound {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text, String why) {
        assertEquals(why, assertThrows(Unsound.class, () -> read(text), text).getMessage());
    }

    @Example
    void everyKindOfValueIsRead() throws Unsound {
        assertEquals(
                Map.of("a", List.of(1L, -20L, 0L, true, false, List.of(), Map.of()), "", "x"),
                read(" {\"a\" : [1,-20 ,0, true,false,[ ],{ }],\n\t\"\":\"x\"}\r\n"));
        assertEquals("\"\\/\b\f\n\r\t\u00e9\u20ac", read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9€\""));
        assertEquals("\ud83d\ude00\ud83d\ude00", read("\"\\ud83d\\uDE00😀\""));
        assertEquals(999999999999999999L, read("999999999999999999"));
    }

    @Example
    void whatCanBeReadInTwoWaysOrInNoneIsRefusedWithItsPlace() {
        refused("", "In line 1, column 1, it ends too early.");
        refused(
                "{\n \"a\": 1,\n \"a\": 2}",
                "In line 3, column 2, the name stands twice in its object.");
        refused(
                "{\"a\":1,\"\\u0061\":2}",
                "In line 1, column 8, the name stands twice in its object.");
        refused("[1] 2", "In line 1, column 5, something follows the end.");
        refused("[1,]", "In line 1, column 4, no value begins like this.");
        refused("[1 2]", "In line 1, column 4, a comma or the end of the list is expected.");
        refused("{\"a\":1,}", "In line 1, column 8, a name in quotation marks is expected.");
        refused("{\"a\" 1}", "In line 1, column 6, a colon is expected.");
        refused("{\"a\":1;}", "In line 1, column 7, a comma or the end of the object is expected.");
        refused("null", "In line 1, column 1, no value begins like this.");
        refused("NaN", "In line 1, column 1, no value begins like this.");
        refused("truth", "In line 1, column 1, no value begins like this.");
        refused("-", "In line 1, column 2, no value begins like this.");
        refused("01", "In line 1, column 3, a number begins with zero.");
        refused("1.0", "In line 1, column 2, the number is not a whole one.");
        refused("1e5", "In line 1, column 2, the number is not a whole one.");
        refused("1234567890123456789", "In line 1, column 20, the number has more than 18 digits.");
        refused("\"\u0001\"", "In line 1, column 2, a control character stands in a text.");
        refused("\"\\x\"", "In line 1, column 4, this is no escape.");
        refused("\"\\u00g0\"", "In line 1, column 6, four hexadecimal digits are expected.");
        refused("\"\\u\uff11234\"", "In line 1, column 4, four hexadecimal digits are expected.");
        refused("\"\\ud83d\"", "In line 1, column 9, half a character stands alone.");
        refused("\"\\ud83dx\"", "In line 1, column 9, half a character stands alone.");
        refused("\"\\ude00\"", "In line 1, column 8, half a character stands alone.");
        refused("\"a", "In line 1, column 3, it ends too early.");
        refused("\ufeff{}", "In line 1, column 1, no value begins like this.");
        refused("[/* */]", "In line 1, column 2, no value begins like this.");
        assertEquals(
                "It is not in UTF-8.",
                assertThrows(
                                Unsound.class,
                                () ->
                                        StrictJson.read(
                                                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
                        .getMessage());
    }

    @Example
    void depthIsBounded() throws Unsound {
        String deep = "[".repeat(16) + "]".repeat(16);
        assertEquals(1, ((List<?>) read(deep)).size());
        refused("[" + deep + "]", "In line 1, column 17, it is nested deeper than 16.");
        refused("[".repeat(1_000_000), "In line 1, column 17, it is nested deeper than 16.");
        refused("{\"a\":".repeat(1_000_000), "In line 1, column 81, it is nested deeper than 16.");
    }

    @Property(tries = 2000, seed = "20261124")
    void whatIsReadIsReadAlikeByAnotherReader(@ForAll("documents") Object document)
            throws Exception {
        assertEquals(document, StrictJson.read(OTHER.writeValueAsBytes(document)));
    }

    @Provide
    Arbitrary<Object> documents() {
        return Arbitraries.lazyOf(
                () -> Arbitraries.longs().between(-999999999999999999L, 999999999999999999L),
                () -> Arbitraries.of(true, false),
                this::texts,
                () -> inner().list().ofMaxSize(4).map(it -> (Object) it),
                () -> Arbitraries.maps(texts(), inner()).ofMaxSize(4).map(it -> (Object) it));
    }

    private Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .filter(it -> StandardCharsets.UTF_8.newEncoder().canEncode(it));
    }

    private Arbitrary<Object> inner() {
        return Arbitraries.oneOf(
                texts().map(it -> (Object) it),
                Arbitraries.longs().between(0, 5).map(it -> (Object) it),
                texts().list().ofMaxSize(3).map(it -> (Object) it));
    }

    @Property(tries = 5000, seed = "20261124")
    void noDamageIsReadInAnotherWayThanAnotherReaderDoes(
            @ForAll @IntRange(max = 1 << 16) int place,
            @ForAll @IntRange(max = 8) int length,
            @ForAll("fragments") String instead)
            throws IOException {
        String sound =
                TestIndex.number(5).saying("\"x\": [\"\\u00e9\\n\", true, {\"y\": -5}],").json();
        int at = place % sound.length();
        String text =
                sound.substring(0, at)
                        + instead
                        + sound.substring(Math.min(sound.length(), at + length));
        Object read;
        try {
            read = read(text);
        } catch (Unsound e) {
            assertTrue(e.getMessage().startsWith("In line "), e.getMessage());
            return;
        }
        assertEquals(
                OTHER.readValue(text.getBytes(StandardCharsets.UTF_8), Object.class), read, text);
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                "",
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\\",
                "\\u",
                "\\ud800",
                "0",
                "-",
                "1.5",
                "e",
                "n",
                "true",
                " ",
                "\n",
                "\u0000",
                "\u2028",
                "é",
                "😀",
                "/",
                "\"format\":",
                "null");
    }
}
