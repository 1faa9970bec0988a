package org.openmso.fhir;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openmso.fhir.ResourceParser.Parsed;

/**
 * Resources that many claims contain, the same to the byte: the clinic, the clinician, the place,
 * the payer. Each is looked at and parsed once. For one thread.
 */
final class SharedResources {
    private static final int MOST = 256;

    /** Bytes by which one is guessed; most have their type and id in them. */
    private static final int HEAD = 64;

    private final Map<Piece, Parsed> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Piece[] latest = new Piece[2 * MOST];

    /**
     * Where one ends that begins at a place of a text; -1 when it is not known. What has the bytes
     * of a whole JSON object ends where that does.
     */
    int end(byte[] text, int from, int to) {
        if (to - from < HEAD) {
            return -1;
        }
        Piece piece = latest[slot(text, from)];
        return piece != null && piece.isAt(text, from, to) ? from + piece.length() : -1;
    }

    Optional<Parsed> get(byte[] text, int from, int to) {
        return Optional.ofNullable(known.get(new Piece(text, from, to)));
    }

    /** Keeps one that {@link Layout} has found plain. */
    void put(byte[] text, int from, int to, Parsed parsed) {
        var piece = new Piece(Arrays.copyOfRange(text, from, to), 0, to - from);
        known.put(piece, parsed);
        if (known.size() > MOST) {
            var eldest = known.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        if (piece.length() >= HEAD) {
            latest[slot(text, from)] = piece;
        }
    }

    private static int slot(byte[] text, int from) {
        return EightBytes.hash(text, from, from + HEAD) & 2 * MOST - 1;
    }

    private static final class Piece {
        private final byte[] text;
        private final int from;
        private final int to;
        private final int hash;

        Piece(byte[] text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.hash = EightBytes.hash(text, from, to);
        }

        int length() {
            return to - from;
        }

        boolean isAt(byte[] other, int start, int end) {
            int length = length();
            return length <= end - start
                    && Arrays.equals(text, from, to, other, start, start + length);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Piece piece
                    && Arrays.equals(text, from, to, piece.text, piece.from, piece.to);
        }
    }
}
