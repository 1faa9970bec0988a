package org.openmso.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * Runs the bundle in the sample host while it is written, in a JVM of its own: it goes into
 * service, a made-up day goes through it, and each rebuild takes its place, until Ctrl-C. Build in
 * another terminal, with {@code mvn process-classes}.
 */
@Mojo(name = "develop")
public final class DevelopMojo extends AbstractMojo {
    private static final String HOST = "org.openmso:mso-sample-ehr:";
    private static final String MAIN = "org.openmso.sample.ehr.SampleEhr";
    private static final long LONGEST_END_SECONDS = 40;

    /** The sample host cannot be had from the project's repositories. */
    private static final String NO_HOST = "MSO-1456";

    private final RepositorySystem repositories;

    /** The folder of the bundle's classes, with its manifest; or its jar. */
    @Parameter(
            property = "mso.output",
            defaultValue = "${project.build.outputDirectory}",
            required = true)
    private File output;

    /** Whether to end after the first build. */
    @Parameter(property = "mso.once", defaultValue = "false")
    private boolean once;

    /** The practice whose day it is; otherwise the sample host's first. */
    @Parameter(property = "mso.practice")
    private String practice;

    /** A registry file with practices and their settings; otherwise the sample host's own. */
    @Parameter(property = "mso.tiers")
    private File tiers;

    /** The version of the sample host; otherwise the plugin's. */
    @Parameter(property = "mso.host", defaultValue = "${plugin.version}", required = true)
    private String version;

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    private RepositorySystemSession session;

    @Parameter(defaultValue = "${project.remoteProjectRepositories}", readonly = true)
    private List<RemoteRepository> remote;

    /**
     * Made by Maven.
     *
     * @param repositories Maven's own
     */
    @Inject
    public DevelopMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    public void execute() throws MojoFailureException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath(),
                                MAIN,
                                "develop",
                                output.getPath()));
        if (once) {
            command.add("--once");
        }
        if (practice != null) {
            command.addAll(List.of("--practice", practice));
        }
        if (tiers != null) {
            command.addAll(List.of("--tiers", tiers.getPath()));
        }
        int status = run(command);
        if (status != 0) {
            throw new MojoFailureException(
                    "The bundle does not work in the sample host (exit status "
                            + status
                            + "). Why is told above.");
        }
    }

    private String classPath() throws MojoFailureException {
        var host = new Dependency(new DefaultArtifact(HOST + version), "runtime");
        try {
            return repositories
                    .resolveDependencies(
                            session, new DependencyRequest(new CollectRequest(host, remote), null))
                    .getArtifactResults()
                    .stream()
                    .map(it -> it.getArtifact().getFile().getPath())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (DependencyResolutionException e) {
            throw new MojoFailureException(
                    NO_HOST
                            + " at "
                            + HOST
                            + version
                            + ": The sample host cannot be had from the project's repositories. Fix:"
                            + " Install OpenMSO into the local repository, or name the repository"
                            + " that has it.",
                    e);
        }
    }

    /** Runs until it ends by itself; who ends Maven ends it, too. */
    private static int run(List<String> command) throws MojoFailureException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            var hook = new Thread(() -> end(process), "end of the sample host");
            Runtime.getRuntime().addShutdownHook(hook);
            int status = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
            return status;
        } catch (IOException e) {
            throw new MojoFailureException("The sample host cannot be started: " + e, e);
        } catch (InterruptedException | IllegalStateException e) {
            // Maven ends; the hook waits for the sample host.
            throw new MojoFailureException("The sample host was ended.", e);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
