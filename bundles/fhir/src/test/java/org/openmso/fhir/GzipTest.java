package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** Inputs of several gzip members, as tools that compress in pieces or append write them. */
class GzipTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final int MEMBERS = 40;

    @TempDir Path scratch;

    private Taken read(NamedInput input) {
        return Taken.from(CAPABILITY.open(new TestPractice(Map.of(), scratch)), input);
    }

    private static byte[] member(int number) throws IOException {
        String line = Cases.tree(Cases.CLAIM).put("id", "c-" + number) + "\n";
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(line.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<byte[]> members() throws IOException {
        var members = new ArrayList<byte[]>();
        for (int number = 0; number < MEMBERS; number++) {
            members.add(member(number));
        }
        return members;
    }

    /** Gives one member a read, and says that nothing is available. */
    private static final class Piecewise extends InputStream {
        private final List<byte[]> members;
        private final IOException end;
        private int at;
        private int offset;

        Piecewise(List<byte[]> members, IOException end) {
            this.members = members;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (at == members.size()) {
                if (end != null) {
                    throw end;
                }
                return -1;
            }
            byte[] member = members.get(at);
            int count = Math.min(length, member.length - offset);
            System.arraycopy(member, offset, bytes, from, count);
            offset += count;
            if (offset == member.length) {
                at++;
                offset = 0;
            }
            return count;
        }
    }

    @Test
    void every_member_counts_when_each_comes_with_a_read_of_its_own() throws IOException {
        List<byte[]> members = members();
        Taken taken = read(NamedInput.of("pieces", () -> new Piecewise(members, null)));
        assertEquals(MEMBERS, taken.claims.size());
        assertEquals(List.of(), taken.unusable);
    }

    @Test
    void every_member_counts_when_all_come_at_once() throws IOException {
        InputStream whole = InputStream.nullInputStream();
        for (byte[] member : members()) {
            whole = new SequenceInputStream(whole, new ByteArrayInputStream(member));
        }
        byte[] bytes = whole.readAllBytes();
        assertEquals(MEMBERS, read(NamedInput.of("whole", bytes)).claims.size());
    }

    @Test
    void failure_between_two_members_is_not_the_end() throws IOException {
        List<byte[]> members = members();
        Taken taken =
                read(
                        NamedInput.of(
                                "fails",
                                () -> new Piecewise(members, new IOException("link is down"))));
        assertEquals(List.of("MSO-2001"), taken.unusablePlaces());
    }
}
