package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.signing.Jars;

/** The commands of docs/security.md do what it says. */
class SecurityChapterTest {
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String PASSWORD = "made-up-1";

    @TempDir Path directory;

    @Test
    void aJarSignedByTheChaptersCommandsIsAcceptedByTheChaptersHost() throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "the chapter's commands are for a shell");
        byte[] plain = Jars.write(Jars.content());
        Path jar = directory.resolve("bundle.jar");
        Files.write(jar, plain);

        var script = new StringBuilder("set -e\n");
        Path chapter = Path.of(System.getProperty("openmso.root"), "docs", "security.md");
        COMMANDS.matcher(Files.readString(chapter))
                .results()
                .forEach(block -> script.append(block.group(1)));
        run(script.toString());

        KeyStore trusted =
                KeyStore.getInstance(
                        directory.resolve("trusted.p12").toFile(), PASSWORD.toCharArray());
        assertEquals(
                "CN=Example Author,O=Example,C=US",
                SignedJar.accepted(
                        Trust.signedBy(trusted),
                        Clock.systemUTC(),
                        "bundle.jar",
                        Files.readAllBytes(jar)));
    }

    private void run(String script) throws Exception {
        Path output = directory.resolve("output.txt");
        var shell =
                new ProcessBuilder("/bin/sh", "-c", script)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        shell.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, bin) -> bin + File.pathSeparator + path);
        shell.environment().put("PASSWORD", PASSWORD);
        Process process = shell.start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the commands ended");
        assertEquals(0, process.exitValue(), () -> read(output));
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
