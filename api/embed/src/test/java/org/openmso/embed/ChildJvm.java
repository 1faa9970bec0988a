package org.openmso.embed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class in a JVM of its own, with the tests' class path. */
public final class ChildJvm {
    private ChildJvm() {}

    static String run(Class<?> main, String... arguments) throws IOException {
        return run(List.of(), main, arguments);
    }

    public static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return java(command);
    }

    /** Starts a Java with these arguments; what it printed, if it ended well. */
    static String java(List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xshare:auto");
        command.add("-Xmx256m");
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException("exit " + exit + " of " + arguments + "\n" + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** In the child: prints a line for the parent. */
    public static void answer(String line) {
        System.out.println(line);
    }
}
