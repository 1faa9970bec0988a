package org.openmso.embed.internal.signing;

import static org.openmso.embed.internal.signing.Der.element;
import static org.openmso.embed.internal.signing.Der.integer;
import static org.openmso.embed.internal.signing.Der.nothing;
import static org.openmso.embed.internal.signing.Der.octets;
import static org.openmso.embed.internal.signing.Der.oid;
import static org.openmso.embed.internal.signing.Der.sequence;
import static org.openmso.embed.internal.signing.Der.set;
import static org.openmso.embed.internal.signing.Der.time;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** An authority on this machine that stamps whatever it is asked, with a time of our choice. */
public final class TimestampAuthority implements AutoCloseable {
    private static final byte[] TIMESTAMP = oid("1.2.840.113549.1.9.16.1.4");
    private static final byte[] SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), nothing());

    private final HttpServer server;
    private final Identity identity;
    private final Instant time;

    public TimestampAuthority(Identity identity, Instant time) throws IOException {
        this.identity = identity;
        this.time = time;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create(
                "http://"
                        + server.getAddress().getAddress().getHostAddress()
                        + ":"
                        + server.getAddress().getPort()
                        + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            byte[] response = sequence(sequence(integer(0)), token(request));
            exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 3161, 2.4.2: a TSTInfo in a SignedData. */
    private byte[] token(byte[] request) throws GeneralSecurityException {
        List<byte[]> asked = Der.children(request);
        // Version and imprint, then perhaps a policy, a nonce, and a wish for certificates.
        byte[] nonce =
                asked.subList(2, asked.size()).stream()
                        .filter(each -> each[0] == 0x02)
                        .findFirst()
                        .orElse(new byte[0]);
        byte[] info =
                sequence(
                        integer(1),
                        oid("1.3.6.1.4.1.99999.1"),
                        asked.get(1),
                        integer(7),
                        time(time),
                        nonce);
        X509Certificate certificate = identity.certificate();
        byte[] attributes =
                concat(
                        sequence(oid("1.2.840.113549.1.9.3"), set(TIMESTAMP)),
                        sequence(
                                oid("1.2.840.113549.1.9.4"),
                                set(octets(MessageDigest.getInstance("SHA-256").digest(info)))));
        byte[] signer =
                sequence(
                        integer(1),
                        sequence(
                                certificate.getIssuerX500Principal().getEncoded(),
                                integer(certificate.getSerialNumber())),
                        SHA256,
                        element(0xa0, attributes),
                        Identity.algorithm("SHA256", identity.key()),
                        octets(Identity.sign("SHA256", identity.key(), set(attributes))));
        byte[][] chain = new byte[identity.chain().size()][];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = identity.chain().get(i).getEncoded();
        }
        byte[] signed =
                sequence(
                        integer(3),
                        set(SHA256),
                        sequence(TIMESTAMP, element(0xa0, octets(info))),
                        element(0xa0, chain),
                        set(signer));
        return sequence(oid("1.2.840.113549.1.7.2"), element(0xa0, signed));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
