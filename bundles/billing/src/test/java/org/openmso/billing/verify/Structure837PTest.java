package org.openmso.billing.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.billing.BillingCapability;

/** The judge is judged: it accepts good files that others wrote, and finds each fault put in. */
class Structure837PTest {
    @ParameterizedTest
    @CsvSource({"synthetic/small837.edi,50", "derived-a1/demo.drug.example10.1.837,1"})
    void good_files_of_others_are_accepted(String name, int claims) throws IOException {
        Structure837P file = Structure837P.read(shared(name));
        assertEquals(List.of(), file.faults());
        assertEquals(claims, file.claims().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "derived-a1/demo.autoaccident.837",
                "derived-a1/demo.example7.837",
                "linuxforhealth/837p/demo.example8.837",
                "imsweb/x12_no_errors.txt",
                "imsweb/x12_no_isa_line.txt",
                "moov/837p_sample.txt"
            })
    void files_that_are_known_to_be_wrong_are_not(String name) throws IOException {
        assertFalse(Structure837P.read(shared(name)).faults().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SE*29*0001~|SE*30*0001~",
                "SE*29*0001~|SE*29*0002~",
                "GE*1*1~|GE*2*1~",
                "GE*1*1~|GE*1*7~",
                "IEA*1*000000001~|IEA*1*000000002~",
                "IEA*1*000000001~|IEA*2*000000001~",
                "*ZZ*PAYER01        *|*ZZ*PAYER01       *",
                "*00501*|*00401*",
                "*000000001*0*T|*000000001*0*X",
                "GS*HC|GS*HP",
                "HL*2*1*22*0~|HL*3*1*22*0~",
                "HL*2*1*22*0~|HL*2*2*22*0~",
                "HL*2*1*22*0~|HL*2*1*22*1~",
                "HL*1**20*1~|HL*1**20*0~",
                "SBR*P*18|SBR*P*",
                "SBR*P*18|SBR*X*18",
                "******CI~|******XX~",
                "DMG*D8*19800229*F~|DMG*D8*19801329*F~",
                "REF*EI*990000001~|REF*EI*99-0000001~",
                "CLM*ACCT-1001*150*|CLM*ACCT-1001*151*",
                "**11:B:1*|**11:A:1*",
                "HI*ABK:E119*ABF:D519~|HI*ABF:E119*ABF:D519~",
                "HI*ABK:E119*ABF:D519~|HI*ABK:E119*ABF:D51.9~",
                "*UN*1***2~|*UN*1***3~",
                "*UN*1***2~|*UN*1***~",
                "*UN*1***2~|*XX*1***2~",
                "LX*2~|LX*3~",
                "XX*1234567893~|XX*1234567890~",
                "REF*6R*L1~|REF*6R*L1*~",
                "NM1*40*2*EXAMPLE PLAN*****46*PAYER01~|NM1*40*2*EXAMPLE PLAN~",
                "N3*100 MAIN ST~|",
                "DTP*472*D8*20261001~|",
                "NM1*PR*2*EXAMPLE PLAN*****PI*PAYER01~|",
                "PER*IC*EDI DESK*TE*5555550100~|",
                "HI*ABK:E119*ABF:D519~|",
                "LX*1~|NTE*ADD*X~LX*1~ZZZ*1~",
                "ST*837*0001*005010X222A1~|ST*837*0001*005010X222A2~"
            })
    void each_fault_is_found(String good, String bad) throws IOException {
        String text = new String(selfCheck(), StandardCharsets.US_ASCII);
        assertTrue(text.contains(good), good);
        String spoilt = text.replaceFirst(Pattern.quote(good), bad == null ? "" : bad);
        assertFalse(
                Structure837P.read(spoilt.getBytes(StandardCharsets.US_ASCII)).faults().isEmpty());
    }

    @Test
    void other_delimiters_and_line_ends_are_read() throws IOException {
        String text =
                new String(selfCheck(), StandardCharsets.US_ASCII)
                        .replace("~\n", "_\r\n")
                        .replace(':', '>')
                        .replace('*', '|');
        assertEquals(
                List.of(), Structure837P.read(text.getBytes(StandardCharsets.US_ASCII)).faults());
    }

    @Test
    void an_empty_file_is_no_interchange() {
        assertFalse(Structure837P.read(new byte[0]).faults().isEmpty());
        assertFalse(
                Structure837P.read("ISA*".getBytes(StandardCharsets.US_ASCII)).faults().isEmpty());
    }

    private static byte[] selfCheck() throws IOException {
        try (InputStream in = BillingCapability.class.getResourceAsStream("self-check.837")) {
            return in.readAllBytes();
        }
    }

    private static byte[] shared(String name) throws IOException {
        String given = System.getenv("OPENMSO_SHARED");
        Path shared =
                given != null
                        ? Path.of(given)
                        : Path.of(System.getProperty("openmso.root")).resolve("../shared");
        Path file = shared.resolve("data/x12").resolve(name);
        assumeTrue(Files.exists(file), "the shared sample files are not on this machine");
        return Files.readAllBytes(file);
    }
}
