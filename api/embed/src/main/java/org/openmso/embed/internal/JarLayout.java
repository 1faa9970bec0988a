package org.openmso.embed.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;

/**
 * The entries of a jar, where the two ways of reading one agree. A signature is checked on the jar
 * as a stream, a framework loads classes by the jar's directory at its end: what the two disagree
 * about would be loaded unchecked. So the directory's entries must fill the file from its first
 * byte to the directory, in order and without a gap, each with a header that says the same.
 *
 * <p>Stricter than the format (PKWARE APPNOTE 6.3.10) where jar tools are: no ZIP64, which only
 * files beyond 4 GB need, no archive comment, no encryption, no split archives.
 */
final class JarLayout {
    static final String META_INF = "META-INF/";

    private static final int LOCAL = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final int ZIP64_LOCATOR_LENGTH = 20;

    private static final int ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
    private static final int DESCRIBED = 0x0008;
    private static final int UTF8 = 0x0800;
    private static final int ZIP64 = 0x0001;

    private final String file;
    private final byte[] jar;
    private final ByteBuffer bytes;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> metaNames = new HashSet<>();

    private JarLayout(String file, byte[] jar) {
        this.file = file;
        this.jar = jar;
        this.bytes = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the layout, not the content.
     *
     * @throws Refusal with a sentence for people, if the jar can be read in two ways
     */
    static JarLayout of(String file, byte[] jar) throws Refusal {
        var layout = new JarLayout(file, jar);
        try {
            layout.parse();
        } catch (IndexOutOfBoundsException e) {
            throw layout.refusal("Its directory points outside the file.", e);
        }
        return layout;
    }

    /** The entries in the order in which they lie in the file, which is the directory's. */
    List<Entry> entries() {
        return entries;
    }

    /**
     * An entry's content.
     *
     * @throws Refusal if it is not of the size that the directory tells
     */
    byte[] content(Entry entry) throws Refusal {
        if (entry.method == ZipEntry.STORED) {
            return Arrays.copyOfRange(jar, entry.start, entry.start + entry.packed);
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(jar, entry.start, entry.packed);
            // One more than promised: who fills it lies.
            byte[] content = new byte[entry.size + 1];
            int length = 0;
            while (!inflater.finished() && length < content.length) {
                int read = inflater.inflate(content, length, content.length - length);
                if (read == 0 && !inflater.finished()) {
                    break;
                }
                length += read;
            }
            if (!inflater.finished() || inflater.getRemaining() != 0 || length != entry.size) {
                throw refusal(
                        "Its entry " + entry.shown() + " has another size than it says.", null);
            }
            return Arrays.copyOf(content, length);
        } catch (DataFormatException e) {
            throw refusal("Its entry " + entry.shown() + " is damaged.", e);
        } finally {
            inflater.end();
        }
    }

    /** A text out of a jar for a message: short, and without what would break a log's line. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{C}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "...";
    }

    private void parse() throws Refusal {
        int end = jar.length - END_LENGTH;
        require(end >= 0 && bytes.getInt(end) == END, "It does not end where a jar ends.");
        require(u16(end + 20) == 0, "It has a comment, in which another jar could hide.");
        // ZipFile follows such a locator whether or not the end record asks for it.
        require(
                end < ZIP64_LOCATOR_LENGTH
                        || bytes.getInt(end - ZIP64_LOCATOR_LENGTH) != ZIP64_LOCATOR,
                "It is in the ZIP64 format.");
        require(u16(end + 4) == 0 && u16(end + 6) == 0, "It is a part of a split archive.");
        long directory = u32(end + 16);
        require(directory + u32(end + 12) == end, "Its directory does not lie where its end says.");
        int header = (int) directory;
        int expected = 0;
        int count = 0;
        while (header < end) {
            require(bytes.getInt(header) == CENTRAL, "Its directory is damaged.");
            Entry entry = entry(header, expected);
            add(entry);
            expected = entry.end;
            header += 46 + u16(header + 28) + u16(header + 30) + u16(header + 32);
            count++;
        }
        require(header == end, "Its directory is damaged.");
        require(
                count == u16(end + 8) && count == u16(end + 10),
                "Its directory has another number of entries than its end says.");
        require(expected == directory, "It has bytes that its directory does not name.");
    }

    /** The entry of a header of the directory, which must lie where the one before ends. */
    private Entry entry(int header, int local) throws Refusal {
        String name = name(header + 46, u16(header + 28));
        String its = "Its entry " + shown(name);
        require(u32(header + 42) == local, its + " does not begin where the one before it ends.");
        require(bytes.getInt(local) == LOCAL, its + " does not lie where the directory says.");
        require(
                name.equals(name(local + 30, u16(local + 26))),
                its + " has another name in its own header.");
        int flags = u16(local + 6);
        int method = u16(local + 8);
        boolean described = (flags & DESCRIBED) != 0;
        require((flags & ENCRYPTED) == 0, its + " is encrypted.");
        require(
                method == u16(header + 10)
                        && (method == ZipEntry.DEFLATED || method == ZipEntry.STORED && !described),
                its + " is packed in a way that jars are not.");
        int mustAgree = ENCRYPTED | DESCRIBED | UTF8;
        require(
                (flags & mustAgree) == (u16(header + 8) & mustAgree) && u16(header + 34) == 0,
                its + " is described in two ways.");
        int extra = u16(local + 28);
        noZip64(its, local + 30 + u16(local + 26), extra);
        noZip64(its, header + 46 + u16(header + 28), u16(header + 30));
        long packed = u32(header + 20);
        long size = u32(header + 24);
        long start = local + 30L + u16(local + 26) + extra;
        long end = start + packed;
        require(
                end <= jar.length
                        && size < Integer.MAX_VALUE
                        && (method == ZipEntry.DEFLATED || packed == size),
                its + " has an impossible size.");
        String differs = its + " is described in two ways.";
        if (described) {
            require(unsaid(local + 14, header + 16), differs);
            int descriptor = (int) end + (bytes.getInt((int) end) == DESCRIPTOR ? 4 : 0);
            require(same(descriptor, header + 16), differs);
            end = descriptor + 12;
        } else {
            require(same(local + 14, header + 16), differs);
        }
        return new Entry(name, method, (int) start, (int) packed, (int) size, (int) end);
    }

    /** Checksum and sizes are zero, or those of the directory. */
    private boolean unsaid(int here, int there) {
        return same(here, there)
                || (bytes.getInt(here) == 0
                        && bytes.getInt(here + 4) == 0
                        && bytes.getInt(here + 8) == 0);
    }

    private boolean same(int here, int there) {
        return bytes.getInt(here) == bytes.getInt(there)
                && bytes.getInt(here + 4) == bytes.getInt(there + 4)
                && bytes.getInt(here + 8) == bytes.getInt(there + 8);
    }

    private void noZip64(String its, int from, int length) throws Refusal {
        int at = from;
        while (at + 4 <= from + length) {
            require(u16(at) != ZIP64, its + " is in the ZIP64 format.");
            at += 4 + u16(at + 2);
        }
        require(at == from + length, its + " has damaged extra fields.");
    }

    private void add(Entry entry) throws Refusal {
        String name = entry.name;
        String plain = entry.directory() ? name.substring(0, name.length() - 1) : name;
        for (String part : plain.split("/", -1)) {
            require(
                    !part.isEmpty() && !part.equals(".") && !part.equals(".."),
                    "Its entry " + entry.shown() + " has a name that means another.");
        }
        require(
                name.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c)),
                "Its entry " + entry.shown() + " has a name that means another.");
        require(
                !entry.directory() || entry.size == 0,
                "Its folder " + entry.shown() + " has content.");
        require(names.add(plain), "It has the entry " + entry.shown() + " twice.");
        // Java finds these whatever their case, a framework only as they are written.
        if (name.regionMatches(true, 0, META_INF, 0, META_INF.length())) {
            require(
                    name.startsWith(META_INF),
                    "Its entry " + entry.shown() + " writes META-INF in another case.");
            require(
                    !entry.inMetaInf() || metaNames.add(upper(plain)),
                    "It has the entry " + entry.shown() + " twice, in different case.");
        }
        entries.add(entry);
    }

    private String name(int from, int length) throws Refusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(jar, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal("The name of an entry is not in UTF-8.", e);
        }
    }

    private int u16(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private long u32(int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ENGLISH);
    }

    private void require(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw refusal(otherwise, null);
        }
    }

    private Refusal refusal(String what, Exception cause) {
        return new Refusal(Launch.SIGNATURE_BROKEN.at(file, what), cause);
    }

    /**
     * An entry.
     *
     * @param name its full name; that of a folder ends with a slash
     * @param method {@link ZipEntry#STORED} or {@link ZipEntry#DEFLATED}
     * @param start where its packed content begins in the file
     * @param packed bytes of its packed content
     * @param size bytes of its content, as the directory says
     * @param end where the next entry begins
     */
    record Entry(String name, int method, int start, int packed, int size, int end) {
        boolean directory() {
            return name.endsWith("/");
        }

        /** Whether it lies in META-INF itself, not in a folder of it. */
        boolean inMetaInf() {
            return name.startsWith(META_INF) && name.indexOf('/', META_INF.length()) < 0;
        }

        /**
         * Whether signing leaves it out, as the JAR specification says of signature files, their
         * blocks, and everything in META-INF that begins with {@code SIG-}.
         */
        boolean signature() {
            String upper = upper(name);
            return inMetaInf()
                    && (upper.startsWith("SIG-", META_INF.length())
                            || upper.endsWith(".SF")
                            || upper.endsWith(".RSA")
                            || upper.endsWith(".DSA")
                            || upper.endsWith(".EC"));
        }

        /** The name for a message. */
        String shown() {
            return JarLayout.shown(name);
        }
    }
}
