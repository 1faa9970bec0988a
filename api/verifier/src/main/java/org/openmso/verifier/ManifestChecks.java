package org.openmso.verifier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the manifest says: imports, exports, what is needed and for which Java. */
final class ManifestChecks {
    private final BundleJar jar;
    private final Contracts contracts;
    private final HostPackages host;
    private final Findings findings;

    private final Set<String> imported = new HashSet<>();
    private final List<String> dynamic = new ArrayList<>();

    ManifestChecks(BundleJar jar, Contracts contracts, HostPackages host, Findings findings) {
        this.jar = jar;
        this.contracts = contracts;
        this.host = host;
        this.findings = findings;
    }

    /** Looks at all headers. */
    void check() {
        checkIdentity();
        for (HeaderClause clause : HeaderClause.parse(jar.header("Import-Package"))) {
            for (String name : clause.paths()) {
                imported.add(name);
                checkImport(name, clause);
            }
        }
        checkDynamicImports();
        checkExports();
        checkNeeds();
        if (jar.header("Bundle-NativeCode") != null) {
            findings.add(Check.NATIVE, "Bundle-NativeCode", "The bundle brings native code.");
        }
    }

    /** Whether a package comes from outside, by what the manifest says. */
    boolean imports(String packageName) {
        return imported.contains(packageName)
                || dynamic.stream().anyMatch(pattern -> matches(pattern, packageName));
    }

    private static boolean matches(String pattern, String packageName) {
        if (pattern.equals("*")) {
            return true;
        }
        return pattern.endsWith(".*")
                ? packageName.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(packageName);
    }

    private void checkIdentity() {
        String version = jar.header("Bundle-Version");
        if (version == null) {
            findings.add(
                    Check.HEADER_UNUSABLE,
                    "Bundle-Version",
                    "The bundle has no version, so nobody can tell two of them apart.");
        } else {
            try {
                OsgiVersion.of(version);
            } catch (IllegalArgumentException e) {
                findings.add(Check.HEADER_UNUSABLE, "Bundle-Version", e.getMessage() + ".");
            }
        }
        if (!"2".equals(trimmed(jar.header("Bundle-ManifestVersion")))) {
            findings.add(
                    Check.HEADER_UNUSABLE,
                    "Bundle-ManifestVersion",
                    "It is not 2: the framework would take the bundle for one of an age before"
                            + " ranges of versions.");
        }
    }

    private static String trimmed(String text) {
        return text == null ? "" : text.trim();
    }

    private void checkImport(String name, HeaderClause clause) {
        VersionRange range;
        try {
            range = VersionRange.of(clause.parameter("version", "0"));
        } catch (IllegalArgumentException e) {
            findings.add(
                    Check.HEADER_UNUSABLE,
                    "Import-Package",
                    "The import of " + name + " cannot be read: " + e.getMessage() + ".");
            return;
        }
        if (clause.isOptional()) {
            findings.add(
                    Check.OPTIONAL_IMPORT,
                    "Import-Package",
                    "The import of "
                            + name
                            + " is optional: whether it is there shows only when a call fails.");
        }
        if (name.startsWith("org.openmso.embed")) {
            findings.add(
                    Check.USES_EMBED,
                    "Import-Package",
                    "It imports " + name + " of the embedding.");
        } else if (Contracts.isContractsPackage(name)) {
            checkContractImport(name, clause, range);
        } else if (HostPackages.isSlf4j(name)) {
            checkSlf4j(name, range);
        } else if (host.isPrivate(name)) {
            findings.add(
                    Check.PRIVATE_API,
                    "Import-Package",
                    "It imports " + name + ", which is no public package of Java.");
        } else if (!HostPackages.isFramework(name) && !host.isOfJdk(name) && !clause.isOptional()) {
            findings.add(
                    Check.IMPORT_NOT_GIVEN,
                    "Import-Package",
                    "It imports "
                            + name
                            + ", which is neither a contract nor SLF4J, OSGi or Java.");
        }
    }

    private void checkContractImport(String name, HeaderClause clause, VersionRange range) {
        Optional<OsgiVersion> version = contracts.version(name);
        if (version.isEmpty()) {
            if (!clause.isOptional()) {
                findings.add(
                        Check.CONTRACT_VERSION,
                        "Import-Package",
                        "It imports " + name + " " + range + ", which the host does not have.");
            }
            return;
        }
        if (!range.includes(version.get())) {
            findings.add(
                    Check.CONTRACT_VERSION,
                    "Import-Package",
                    "It imports " + name + " " + range + "; the host has " + version.get() + ".");
        }
        // A package whose contract a bundle provides may grow by a method with each minor version.
        boolean isProvided = jar.capabilities().stream().anyMatch(each -> provides(each, name));
        OsgiVersion end = isProvided ? version.get().nextMinor() : version.get().nextMajor();
        if (range.includes(version.get()) && !range.endsBefore(end) && range.includes(end)) {
            findings.add(
                    Check.CONTRACT_RANGE_OPEN,
                    "Import-Package",
                    "It imports "
                            + name
                            + " "
                            + range
                            + " and so accepts "
                            + end
                            + (isProvided
                                    ? ", which may have methods that the bundle does not implement."
                                    : ", which may lack what the bundle calls."));
        }
    }

    private static boolean provides(HeaderClause capability, String packageName) {
        String contract = capability.parameter("contract", "");
        int dot = contract.lastIndexOf('.');
        return dot > 0 && contract.substring(0, dot).equals(packageName);
    }

    private void checkSlf4j(String name, VersionRange range) {
        var first = new OsgiVersion(2, 0, 0, "");
        if (range.endsBefore(first) || range.floor().compareTo(first.nextMajor()) >= 0) {
            findings.add(
                    Check.IMPORT_NOT_GIVEN,
                    "Import-Package",
                    "It imports " + name + " " + range + "; hosts have SLF4J 2.");
        }
    }

    private void checkDynamicImports() {
        for (HeaderClause clause : HeaderClause.parse(jar.header("DynamicImport-Package"))) {
            dynamic.addAll(clause.paths());
            findings.add(
                    Check.DYNAMIC_IMPORT,
                    "DynamicImport-Package",
                    "It imports "
                            + String.join(", ", clause.paths())
                            + " when first used: whether it is there shows only when a call"
                            + " fails.");
        }
    }

    private void checkExports() {
        for (HeaderClause clause : HeaderClause.parse(jar.header("Export-Package"))) {
            findings.add(
                    Check.EXPORTS,
                    "Export-Package",
                    "It exports "
                            + String.join(", ", clause.paths())
                            + ": others could wire to it, and then it could not be replaced.");
        }
    }

    private void checkNeeds() {
        for (String header : List.of("Require-Bundle", "Fragment-Host")) {
            if (jar.header(header) != null) {
                findings.add(
                        Check.NEEDS_OTHER_BUNDLES,
                        header,
                        "It needs " + trimmed(jar.header(header)) + ".");
            }
        }
        for (HeaderClause clause : HeaderClause.parse(jar.header("Require-Capability"))) {
            for (String namespace : clause.paths()) {
                if (!namespace.equals("osgi.ee") && !clause.isOptional()) {
                    findings.add(
                            Check.NEEDS_OTHER_BUNDLES,
                            "Require-Capability",
                            "It needs " + namespace + ", which no host gives.");
                }
            }
        }
    }
}
