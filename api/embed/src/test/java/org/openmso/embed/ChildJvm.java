package org.openmso.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a main class in a JVM of its own, with the tests' class path. One that does not end within
 * three minutes is ended.
 */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static String run(Class<?> main, String... arguments) throws IOException {
        return run(List.of(), main, arguments);
    }

    public static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return java(command(options, main, arguments));
    }

    private static List<String> command(List<String> options, Class<?> main, String... arguments) {
        var command = new ArrayList<>(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts a Java with these arguments; what it printed, if it ended well. */
    static String java(List<String> arguments) throws IOException {
        try (var child = new ChildJvm(begin(arguments, ProcessBuilder.Redirect.INHERIT))) {
            var printed = new StringBuilder();
            for (String line : child.rest()) {
                printed.append(line).append('\n');
            }
            int exit = child.exit();
            if (exit != 0) {
                throw new IOException("exit " + exit + " of " + arguments + "\n" + printed);
            }
            return printed.toString();
        }
    }

    /** Starts one whose output is read while it runs; what it logs stands between it. */
    static ChildJvm start(List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return new ChildJvm(begin(command(options, main, arguments), ProcessBuilder.Redirect.PIPE));
    }

    private static Process begin(List<String> arguments, ProcessBuilder.Redirect errors)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xshare:auto");
        command.add("-Xmx256m");
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectError(errors);
        if (errors == ProcessBuilder.Redirect.PIPE) {
            builder.redirectErrorStream(true);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        CompletableFuture.delayedExecutor(3, TimeUnit.MINUTES).execute(process::destroyForcibly);
        return process;
    }

    /** Its next line that begins so; what it printed instead if it ended. */
    String line(String beginning) throws IOException {
        var instead = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            instead.append(line).append('\n');
        }
        throw new IOException("no line '" + beginning + "' but\n" + instead);
    }

    /** All that it prints until its end, without what a later Java says of the framework. */
    List<String> rest() throws IOException {
        var lines = new ArrayList<String>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (!line.startsWith("WARNING: ")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Ends it without a word, as a power cut would; what it has printed can still be read. */
    void kill() throws IOException {
        process.toHandle().destroyForcibly();
        exit();
    }

    /** Waits for its end. */
    int exit() throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** In the child: prints a line for the parent. */
    public static void answer(String line) {
        System.out.println(line);
    }
}
