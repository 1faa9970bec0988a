package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.internal.signing.Jars.signed;

import java.io.IOException;
import java.security.CodeSigner;
import java.security.Timestamp;
import java.security.cert.CertPath;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;
import org.openmso.embed.internal.signing.TimestampAuthority;

/** Whose signature counts, and when. */
class TrustedSignerTest {
    private static final byte[] PLAIN = Jars.write(Jars.content());
    private static final String AUTHOR = "CN=Author,O=Made Up";

    private static final Identity ROOT = Identity.named("Root").authority().selfSigned();
    private static final Identity STAMP =
            Identity.named("Stamp").use(Identity.TIME_STAMPING).issuedBy(ROOT);

    private static Identity.Maker author() {
        return Identity.named("Author");
    }

    private static byte[] by(Identity signer) {
        return signed(PLAIN, signer);
    }

    @Test
    void aSignerWhoseOwnCertificateIsTrustedIsAccepted() throws Refusal {
        Identity author = author().selfSigned();
        assertEquals(AUTHOR, Verdict.trusting(author).accepts(by(author)));
    }

    @Test
    void aSignerWithAnRsaKeyIsAccepted() throws Refusal {
        Identity author = author().rsa(2048).use(Identity.CODE_SIGNING).selfSigned();
        assertEquals(AUTHOR, Verdict.trusting(author).accepts(by(author)));
    }

    @Test
    void aSelfSignedStrangerOfTheSameNameIsRefused() {
        Identity author = author().selfSigned();
        Verdict.trusting(author)
                .refuses(by(author().selfSigned()), "MSO-1031", "not among the certificates");
    }

    @Test
    void aSignerUnderATrustedAuthorityIsAccepted() throws Refusal {
        Identity author = author().issuedBy(ROOT);
        assertEquals(AUTHOR, Verdict.trusting(ROOT).accepts(by(author)));
    }

    @Test
    void aSignerUnderAnIntermediateOfATrustedAuthorityIsAccepted() throws Refusal {
        Identity intermediate = Identity.named("Intermediate").authority().issuedBy(ROOT);
        Identity author = author().use(Identity.CODE_SIGNING).issuedBy(intermediate);
        assertEquals(AUTHOR, Verdict.trusting(ROOT).accepts(by(author)));
        assertEquals(AUTHOR, Verdict.trusting(intermediate).accepts(by(author)));
    }

    @Test
    void aSignerUnderAnAuthorityThatTheHostDoesNotTrustIsRefused() {
        Identity other = Identity.named("Root").authority().selfSigned();
        Verdict.trusting(ROOT)
                .refuses(by(author().issuedBy(other)), "MSO-1031", "no chain leads from it");
    }

    @Test
    void aTrustedSignerCannotVouchForAnother() {
        Identity author = author().selfSigned();
        Identity friend = Identity.named("Friend").issuedBy(author);
        Verdict.trusting(author).refuses(by(friend), "MSO-1031", "not among the certificates");
        Verdict.trusting(author, ROOT).refuses(by(friend), "MSO-1031", "no chain leads from it");
    }

    @Test
    void aSignerUnderATrustedAuthoritysSignerIsRefused() {
        Identity author = author().issuedBy(ROOT);
        Identity friend = Identity.named("Friend").issuedBy(author);
        Verdict.trusting(ROOT).refuses(by(friend), "MSO-1031", "no chain leads from it");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        Identity author = author().valid("2025-01-01", "2026-11-01").selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1031", "ended 2026-11-01T00:00:00Z");
    }

    @Test
    void aCertificateThatIsNotYetValidIsRefused() {
        Identity author = author().valid("2026-12-01", "2027-12-01").selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1031", "begins 2026-12-01T00:00:00Z");
    }

    @Test
    void anExpiredIntermediateOrAuthorityIsRefused() {
        Identity old =
                Identity.named("Old").authority().valid("2020-01-01", "2026-06-01").issuedBy(ROOT);
        byte[] jar = by(author().issuedBy(old));
        Verdict.trusting(ROOT).refuses(jar, "MSO-1031", "CN=Old,O=Made Up ended");
        Verdict.trusting(old).refuses(jar, "MSO-1031", "CN=Old,O=Made Up ended");
    }

    @Test
    void aCertificateForAnotherUseIsRefused() {
        Identity server = author().use(Identity.SERVER).selfSigned();
        Verdict.trusting(server).refuses(by(server), "MSO-1031", "for other uses");
        Identity underRoot = author().use(Identity.SERVER).issuedBy(ROOT);
        Verdict.trusting(ROOT).refuses(by(underRoot), "MSO-1031", "for other uses");
    }

    @Test
    void aKeyForOtherSignaturesThanDigitalOnesIsRefused() {
        Identity author = author().keyUsage(0x40).selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1031", "for other uses");
    }

    @Test
    void aKeyThatMaySignNothingButCertificatesIsRefused() {
        Identity author = author().keyUsage(0x04).selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1032", "None of its signatures holds");
    }

    @Test
    void aKeyForDigitalSignaturesIsAccepted() throws Refusal {
        Identity author = author().keyUsage(0x80).selfSigned();
        assertEquals(AUTHOR, Verdict.trusting(author).accepts(by(author)));
    }

    @Test
    void aCriticalExtensionThatNobodyKnowsIsRefused() {
        Identity author = author().extension("1.3.6.1.4.1.99999.2", new byte[] {5, 0}).selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1032", "None of its signatures holds");
    }

    @Test
    void anRsaKeyOf1024BitsIsRefusedThoughJavaWouldTakeIt() {
        Identity author = author().rsa(1024).selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1031", "a key of 1024 bits");
        Identity underRoot = author().rsa(1024).issuedBy(ROOT);
        Verdict.trusting(ROOT).refuses(by(underRoot), "MSO-1031", "a key of 1024 bits");
    }

    @Test
    void anRsaKeyThatJavaRefusesForJarsIsRefused() {
        Identity author = author().rsa(768).selfSigned();
        Verdict.trusting(author).refuses(by(author), "MSO-1032", "None of its signatures holds");
    }

    @Test
    void aCertificateIssuedWithSha1IsRefused() {
        Identity author = author().issuedWith("SHA1").issuedBy(ROOT);
        Verdict.trusting(ROOT).refuses(by(author), "MSO-1031", "issued with SHA1withECDSA");
    }

    @Test
    void aNameThatWouldBreakALogsLineIsShownWithoutThat() {
        Identity odd = Identity.named("Author\\0AERROR forged").selfSigned();
        Verdict.trusting(ROOT).refuses(by(odd), "MSO-1031", "CN=Author?ERROR forged");
    }

    @Test
    void aTrustedTimestampLetsASignatureOutliveItsCertificate() throws Exception {
        Identity author = author().valid("2026-01-01", "2026-03-01").selfSigned();
        var host = stamped(author, STAMP, "2026-02-01T00:00:00Z");
        assertEquals(AUTHOR, host.verdict.accepts(host.jar));
        // The same signature without the host's trust in the authority.
        Verdict.trusting(author).refuses(host.jar, "MSO-1031", "ended 2026-03-01");
    }

    @Test
    void aTimestampAfterTheCertificatesEndDoesNotHelp() throws Exception {
        Identity author = author().valid("2026-01-01", "2026-03-01").selfSigned();
        var host = stamped(author, STAMP, "2026-04-01T00:00:00Z");
        host.verdict.refuses(host.jar, "MSO-1031", "ended 2026-03-01");
    }

    @Test
    void aTimestampOfWhoIsNoTimestampAuthorityIsNotBelieved() throws Exception {
        Identity author = author().valid("2026-01-01", "2026-03-01").selfSigned();
        Identity unknown = Identity.named("Other").use(Identity.TIME_STAMPING).selfSigned();
        var host = stamped(author, unknown, "2026-02-01T00:00:00Z");
        host.verdict.refuses(host.jar, "MSO-1031", "ended 2026-03-01");
    }

    /** {@code jarsigner} refuses to make such a one; Java does not refuse to read it. */
    @Test
    void aTimestampByACertificateForAnotherUseIsNotBelieved() throws Exception {
        Identity author = author().valid("2026-01-01", "2026-03-01").issuedBy(ROOT);
        var trust = Trust.signedBy(Identity.store(ROOT)).timestampedBy(Identity.store(ROOT));
        var trusted = new TrustedSigner(trust, Verdict.NOON);
        Date february = Date.from(Instant.parse("2026-02-01T00:00:00Z"));
        var byStamp = new CodeSigner(path(author), new Timestamp(february, path(STAMP)));
        assertEquals(Optional.empty(), trusted.objection(byStamp));
        for (Identity other :
                List.of(
                        author,
                        Identity.named("Server").use(Identity.SERVER).issuedBy(ROOT),
                        Identity.named("Plain").issuedBy(ROOT))) {
            var byOther = new CodeSigner(path(author), new Timestamp(february, path(other)));
            assertTrue(trusted.objection(byOther).orElse("").contains("ended 2026-03-01"));
        }
    }

    private static CertPath path(Identity identity) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertPath(identity.chain());
    }

    @Test
    void aTimestampFromTheFutureIsNotBelieved() throws Exception {
        Identity author = author().valid("2026-12-01", "2027-12-01").selfSigned();
        var host = stamped(author, STAMP, "2027-01-15T00:00:00Z");
        host.verdict.refuses(host.jar, "MSO-1031", "begins 2026-12-01");
    }

    @Test
    void aTimestampFromBefore2019WhichWouldLetJavaAcceptSha1IsRefused() throws Exception {
        Identity author = author().valid("2017-01-01", "2028-01-01").selfSigned();
        var host = stamped(author, STAMP, "2018-06-01T00:00:00Z");
        host.verdict.refuses(host.jar, "MSO-1031", "before 2019");
    }

    @Test
    void aTimestampAuthorityVouchesForTimesOnly() {
        Identity author = author().issuedBy(ROOT);
        Identity other = author().selfSigned();
        var trust = Trust.signedBy(Identity.store(other)).timestampedBy(Identity.store(ROOT));
        new Verdict(trust).refuses(by(author), "MSO-1031", "not among the certificates");
    }

    private record Stamped(Verdict verdict, byte[] jar) {}

    /** A jar with a timestamp, and a host that trusts its signer and ROOT's timestamps. */
    private static Stamped stamped(Identity signer, Identity stamp, String time)
            throws IOException {
        try (var authority = new TimestampAuthority(stamp, Instant.parse(time))) {
            byte[] jar = signed(PLAIN, signer, "AUTHOR", it -> it.tsa(authority.address()));
            var trust = Trust.signedBy(Identity.store(signer)).timestampedBy(Identity.store(ROOT));
            return new Stamped(new Verdict(trust), jar);
        }
    }
}
