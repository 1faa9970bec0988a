package org.openmso.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.openmso.api.MsoException;
import org.openmso.verifier.BundleVerifier;
import org.openmso.verifier.Finding;
import org.openmso.verifier.Severity;

/**
 * Looks at the bundle that was built, without running it, and fails the build if a host would
 * refuse it, a call of it would fail, or it would harm the host. Every finding is printed with its
 * code, place and fix.
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class VerifyMojo extends AbstractMojo {
    /** The bundle's jar; otherwise the one that the project built. */
    @Parameter(property = "mso.jar", defaultValue = "${project.artifact.file}")
    private File jar;

    /**
     * A jar, or a folder of jars: the contracts of the host that the bundle is for, earlier
     * versions of the bundle, or both. Otherwise the contracts of this plugin's own version.
     */
    @Parameter(property = "mso.against")
    private File against;

    /** Whether warnings fail the build too. */
    @Parameter(property = "mso.failOnWarning", defaultValue = "false")
    private boolean failOnWarning;

    /** Whether to do nothing. */
    @Parameter(property = "mso.skip", defaultValue = "false")
    private boolean skip;

    /** Made by Maven. */
    public VerifyMojo() {}

    @Override
    public void execute() throws MojoFailureException {
        if (skip) {
            getLog().info("The bundle is not verified: mso.skip is set.");
            return;
        }
        if (jar == null) {
            throw new MojoFailureException(
                    "There is no jar to verify. Run mvn verify, or name one with -Dmso.jar.");
        }
        List<Finding> findings = look();
        findings.forEach(this::print);
        long errors = count(findings, Severity.ERROR);
        long warnings = count(findings, Severity.WARNING);
        if (errors > 0 || failOnWarning && warnings > 0) {
            throw new MojoFailureException(
                    jar.getName()
                            + " must not be shipped as it is (errors: "
                            + errors
                            + ", warnings: "
                            + warnings
                            + "). Each is told above with its place and fix.");
        }
    }

    private List<Finding> look() throws MojoFailureException {
        var verifier = new BundleVerifier();
        try {
            return against == null
                    ? verifier.verify(jar.toPath())
                    : verifier.verify(jar.toPath(), against.toPath());
        } catch (MsoException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    private void print(Finding finding) {
        String line = finding.toString().substring(finding.severity().name().length() + 1);
        switch (finding.severity()) {
            case ERROR -> getLog().error(line);
            case WARNING -> getLog().warn(line);
            case INFO -> getLog().info(line);
        }
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
}
