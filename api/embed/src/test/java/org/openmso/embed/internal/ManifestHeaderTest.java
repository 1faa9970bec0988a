package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Manifest headers as OSGi writes them. */
class ManifestHeaderTest {
    @Test
    void anAbsentHeaderHasNoClauses() {
        assertEquals(List.of(), ManifestHeader.parse(null));
    }

    @Test
    void commasAndSemicolonsInQuotesSeparateNothing() {
        assertEquals(
                List.of(
                        new ManifestHeader(
                                List.of("org.openmso.api"), Map.of("version", "[1.0,2)")),
                        new ManifestHeader(List.of("org.slf4j"), Map.of("note", "a;b"))),
                ManifestHeader.parse("org.openmso.api;version=\"[1.0,2)\",org.slf4j;note=\"a;b\""));
    }

    @Test
    void severalPathsShareTheirParameters() {
        assertEquals(
                List.of(new ManifestHeader(List.of("a", "b"), Map.of("version", "1"))),
                ManifestHeader.parse("a; b ; version=1"));
    }

    @Test
    void directivesKeepTheirColonAndTypedAttributesLoseTheirType() {
        assertEquals(
                List.of(
                        new ManifestHeader(
                                List.of("osgi.ee"),
                                Map.of(
                                        "filter:",
                                        "(&(osgi.ee=JavaSE)(version=17))",
                                        "uses",
                                        "1,2"))),
                ManifestHeader.parse(
                        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\";uses:List<Version>=\"1,2\""));
    }
}
