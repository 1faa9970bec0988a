package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleProblemTest {
    private static final Path ROOT = Path.of(System.getProperty("openmso.root"));

    @Test
    void everyCodeOfTheCommandsAndTheScriptHasAPageThatSaysWhatWhyAndWhatToDo() throws Exception {
        var codes = new TreeSet<String>();
        for (SampleProblem problem : SampleProblem.values()) {
            codes.add(problem.at("", "", "").code());
        }
        assertEquals(SampleProblem.values().length, codes.size());
        String script = Files.readString(ROOT.resolve("sample-host/run"));
        Matcher inScript = Pattern.compile("MSO-\\d{4}").matcher(script);
        while (inScript.find()) {
            assertTrue(codes.add(inScript.group()), inScript.group());
        }
        for (String code : codes) {
            String page = Files.readString(ROOT.resolve("docs/errors/" + code + ".md"));
            assertTrue(
                    page.matches(
                            "(?s)# "
                                    + code
                                    + ": \\S.*## What happened\n\\S.*## Why\n\\S.*## What to do\n\\S.*"),
                    code);
        }
    }
}
