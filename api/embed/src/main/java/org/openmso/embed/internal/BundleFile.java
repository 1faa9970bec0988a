package org.openmso.embed.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A bundle jar of the host or of its store. The host's lie as resources beside a {@code
 * META-INF/openmso/bundles.index}; a line of the index is the jar's SHA-256, a blank, and its file
 * name. Read as a stream, so that a jar inside a fat jar works and no file stays open.
 */
final class BundleFile {
    private static final String INDEX = "META-INF/openmso/bundles.index";

    /** A file name is one that stays in the index's folder, on every system. */
    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64}) ([A-Za-z0-9_+-][A-Za-z0-9._+-]*)");

    private final String name;
    private final String digest;
    private final URL location;
    private final boolean hosts;

    /** The bytes, from the first look until they are let go: a start needs them twice. */
    private byte[] read;

    private BundleFile(String name, String digest, URL location, boolean hosts) {
        this.hosts = hosts;
        this.name = name;
        this.digest = digest;
        this.location = location;
    }

    /** A jar that is judged, and not yet kept. */
    static BundleFile staged(String name, byte[] jar) {
        var file = new BundleFile(name, digestOf(jar), null, false);
        file.read = jar;
        return file;
    }

    /** A jar of the store. */
    static BundleFile kept(String name, String digest, URL location) {
        return new BundleFile(name, digest, location, false);
    }

    /**
     * All bundles that the loader's class path offers, in the order of their indexes; a jar that is
     * on it twice is one bundle.
     */
    static List<BundleFile> on(ClassLoader loader) {
        var bundles = new LinkedHashMap<String, BundleFile>();
        try {
            for (URL index : Collections.list(loader.getResources(INDEX))) {
                try (var lines =
                        new BufferedReader(
                                new InputStreamReader(open(index), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        BundleFile bundle = parse(index, line);
                        bundles.putIfAbsent(bundle.digest, bundle);
                    }
                }
            }
        } catch (IOException e) {
            throw Launch.INDEX_DAMAGED.failed(INDEX, e);
        }
        return List.copyOf(bundles.values());
    }

    private static BundleFile parse(URL index, String line) throws IOException {
        var form = LINE.matcher(line);
        if (!form.matches()) {
            throw Launch.INDEX_DAMAGED.failed(index.toString(), null);
        }
        String file = form.group(2);
        return new BundleFile(file, form.group(1), new URL(index, "bundles/" + file), true);
    }

    /**
     * The jar's bytes, checked against the index: what is checked is what is installed.
     *
     * @throws Refusal (MSO-1006) if it cannot be read or the bytes are others
     */
    synchronized byte[] bytes() throws Refusal {
        if (read == null) {
            read = checked();
        }
        return read;
    }

    /** Lets the bytes go; who asks again reads and checks again. */
    synchronized void release() {
        read = null;
    }

    /** Its SHA-256, as 64 hexadecimal digits. */
    String digest() {
        return digest;
    }

    /** Whether it is one of the host's own. */
    boolean isHosts() {
        return hosts;
    }

    /** The jar's file name. */
    String name() {
        return name;
    }

    private byte[] checked() throws Refusal {
        byte[] jar;
        try (InputStream in = open(location)) {
            jar = in.readAllBytes();
        } catch (IOException e) {
            throw new Refusal(Launch.DAMAGED_BUNDLE.at(name, "It cannot be read."), e);
        }
        String actual = digestOf(jar);
        if (!actual.equals(digest)) {
            throw new Refusal(
                    Launch.DAMAGED_BUNDLE.at(
                            name, "Promised is SHA-256 " + digest + ", found " + actual + "."));
        }
        return jar;
    }

    /** The SHA-256 of a jar, as 64 hexadecimal digits. */
    static String digestOf(byte[] jar) {
        return HexFormat.of().formatHex(sha256().digest(jar));
    }

    private static InputStream open(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
