package org.openmso.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.openmso.api.MsoException;
import org.openmso.verifier.IndexMaker;
import org.openmso.verifier.IndexMaker.Heading;
import org.openmso.verifier.IndexMaker.Indexed;

/**
 * Makes an index of the bundles' signed jars in a folder, from which hosts install. It is to be
 * signed with jarsigner afterwards.
 */
@Mojo(name = "index", requiresProject = false, threadSafe = true)
public final class IndexMojo extends AbstractMojo {
    /** The folder with the jars; those in folders below it are not offered. */
    @Parameter(property = "mso.folder", required = true)
    private File folder;

    /** The index, in this folder or above it; otherwise index.jar in it. */
    @Parameter(property = "mso.index")
    private File index;

    /** Whose index it is; always the same, because hosts compare numbers by it. */
    @Parameter(property = "mso.publisher", required = true)
    private String publisher;

    /** Its number, higher than that of the index before; otherwise the time in seconds. */
    @Parameter(property = "mso.number", defaultValue = "0")
    private long number;

    /** After how many days it expires; otherwise never. */
    @Parameter(property = "mso.days", defaultValue = "0")
    private int days;

    /** Made by Maven. */
    public IndexMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        Path out = (index == null ? new File(folder, "index.jar") : index).toPath();
        Instant now = Instant.now();
        try {
            var heading =
                    new Heading(
                            publisher,
                            number == 0 ? now.getEpochSecond() : number,
                            now,
                            days == 0
                                    ? Optional.empty()
                                    : Optional.of(now.plus(Duration.ofDays(days))));
            for (Indexed each : IndexMaker.write(folder.toPath(), out, heading)) {
                getLog().info(each.name() + " " + each.version() + ": " + each.jar());
                if (!each.isSigned()) {
                    getLog().warn(
                                    each.jar()
                                            + " is not signed. Sign it, then make the index again: it"
                                            + " holds the jar's digest.");
                }
            }
            getLog().info(
                            "Written: "
                                    + out
                                    + ", number "
                                    + heading.sequence()
                                    + ". Now sign it with jarsigner.");
        } catch (MsoException | IllegalArgumentException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException("The index cannot be made: " + e, e);
        }
    }
}
