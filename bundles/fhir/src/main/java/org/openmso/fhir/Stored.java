package org.openmso.fhir;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A resource that waits until all inputs are read.
 *
 * @param number its number, in the order of the inputs
 * @param fullUrl its URL in its Bundle, or empty
 * @param scope what of the inputs it shares its references with
 * @param text its JSON
 */
record Stored(long number, String type, String fullUrl, Scope scope, Place place, byte[] text) {
    /** As bytes, without its number. */
    byte[] packed() {
        var bytes = new ByteArrayOutputStream(text.length + 64);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(scope.input());
            out.writeLong(scope.bundle());
            out.writeLong(place.line());
            text(out, type);
            text(out, fullUrl);
            text(out, place.source());
            text(out, place.within());
            out.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** From bytes. */
    static Stored unpack(long number, byte[] packed) {
        var in = ByteBuffer.wrap(packed);
        var scope = new Scope(in.getInt(), in.getLong());
        long line = in.getLong();
        String type = text(in);
        String fullUrl = text(in);
        var place = new Place(text(in), line, text(in));
        var json = new byte[in.remaining()];
        in.get(json);
        return new Stored(number, type, fullUrl, scope, place, json);
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** By what it can be found. */
    ResourceKeys keys() {
        try {
            return ResourceKeys.scan(text, 0, text.length, "");
        } catch (IOException broken) {
            throw new IllegalStateException("was whole when it was stored", broken);
        }
    }
}
