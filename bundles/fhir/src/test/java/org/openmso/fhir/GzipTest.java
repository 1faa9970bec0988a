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
import java.util.Arrays;
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

    private Taken followedBy(byte[] rest) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(member(0));
        bytes.write(rest);
        return read(NamedInput.of("followed", bytes.toByteArray()));
    }

    @Test
    void what_follows_the_last_member_and_is_no_gzip_is_damage() throws IOException {
        for (int length : new int[] {1, 2, 20, 100_000}) {
            byte[] rest = new byte[length];
            Arrays.fill(rest, (byte) 'x');
            assertEquals(List.of("MSO-2011"), codes(followedBy(rest)), "rest of " + length);
        }
        byte[] half = Arrays.copyOf(member(1), 30);
        assertEquals(List.of("MSO-2011"), codes(followedBy(half)));
    }

    private static List<String> codes(Taken taken) {
        return taken.unusable.stream().map(problem -> problem.code()).toList();
    }

    @Test
    void zeros_that_fill_the_last_block_pass() throws IOException {
        assertEquals(List.of(), codes(followedBy(new byte[512])));
    }

    @Test
    void damaged_check_sum_and_flags_of_the_future_are_damage() throws IOException {
        byte[] wrongSum = member(0);
        wrongSum[wrongSum.length - 6] ^= 1;
        assertEquals(List.of("MSO-2011"), codes(read(NamedInput.of("sum", wrongSum))));
        byte[] flags = member(0);
        flags[3] = (byte) 0x80;
        assertEquals(List.of("MSO-2011"), codes(read(NamedInput.of("flags", flags))));
    }

    @Test
    void header_with_name_comment_and_extra_field_is_passed_over() throws IOException {
        byte[] plain = member(0);
        var bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, 3);
        bytes.write(4 | 8 | 16 | 2);
        bytes.write(plain, 4, 6);
        bytes.write(new byte[] {3, 0, 1, 2, 3, 'n', 0, 'c', 0, 9, 9});
        bytes.write(plain, 10, plain.length - 10);
        assertEquals(1, read(NamedInput.of("header", bytes.toByteArray())).claims.size());
    }
}
