package org.openmso.verifier;

/**
 * What a bundle is checked for: code, usual weight, and what to do. One constant for each reason.
 */
enum Check {
    NOT_A_JAR("MSO-1401", Severity.ERROR, "Build the jar again, and copy it whole."),
    PASSES_A_LIMIT(
            "MSO-1402",
            Severity.ERROR,
            "Leave out what the bundle does not need; do not install a jar that you did not build"
                    + " yourself."),
    DAMAGED_ENTRY("MSO-1403", Severity.ERROR, "Build the jar again, and copy it whole."),
    NO_MANIFEST(
            "MSO-1404",
            Severity.ERROR,
            "Let bnd write the manifest, and see that the jar plugin takes it."),
    HEADER_UNUSABLE("MSO-1405", Severity.ERROR, "Let bnd write this header, or correct it."),
    NO_CAPABILITY(
            "MSO-1406",
            Severity.ERROR,
            "Put @ProvidesCapability(contract = ...) on the class that implements Capability, and"
                    + " let bnd write the manifest."),
    PROVIDER_MISSING(
            "MSO-1407",
            Severity.ERROR,
            "Pack the class into the bundle, or correct the provider that the manifest names."),
    PROVIDER_UNUSABLE(
            "MSO-1408",
            Severity.ERROR,
            "Make it a public, concrete class with a public constructor without arguments."),
    PROVIDER_OF_OTHER(
            "MSO-1409",
            Severity.ERROR,
            "Implement org.openmso.api.spi.Capability of the contract that the annotation names."),
    CONTRACT_UNKNOWN(
            "MSO-1410",
            Severity.ERROR,
            "Provide a contract of org.openmso.api, or verify against the contracts of the host"
                    + " that has it."),
    CONTRACT_VERSION(
            "MSO-1411",
            Severity.ERROR,
            "Build against the contracts of the host that the bundle is for, or upgrade the host."),
    CONTRACT_RANGE_OPEN(
            "MSO-1412",
            Severity.WARNING,
            "Let bnd write the range, or end it before the first version that may break."),
    CONTRACT_MEMBER_MISSING(
            "MSO-1413",
            Severity.ERROR,
            "Build against the contracts of the host that the bundle is for, or raise the lower end"
                    + " of the import's range and upgrade the host."),
    CONTRACT_NOT_IMPLEMENTED(
            "MSO-1414",
            Severity.ERROR,
            "Implement the method: build against the contracts of the host."),
    IMPORT_NOT_GIVEN(
            "MSO-1415",
            Severity.ERROR,
            "Embed the library that has the package, or leave the import out."),
    PACKAGE_NOT_IMPORTED(
            "MSO-1416",
            Severity.ERROR,
            "Import the package if the host gives it; otherwise embed the library that has it."),
    USES_EMBED(
            "MSO-1417",
            Severity.ERROR,
            "Use org.openmso.api only: a bundle never sees the embedding or the host."),
    PRIVATE_API("MSO-1418", Severity.ERROR, "Use a public package of Java in its place."),
    OPTIONAL_IMPORT(
            "MSO-1419",
            Severity.WARNING,
            "Import what the bundle uses, and leave out what it does not."),
    DYNAMIC_IMPORT(
            "MSO-1420",
            Severity.WARNING,
            "Write the packages into Import-Package, and remove DynamicImport-Package."),
    NEEDS_OTHER_BUNDLES(
            "MSO-1421",
            Severity.ERROR,
            "Embed what the bundle needs; a host has no other bundles to wire to."),
    EXPORTS("MSO-1422", Severity.ERROR, "Make the packages private (bnd: -privatepackage)."),
    CARRIES_API(
            "MSO-1423",
            Severity.ERROR,
            "Give the dependency scope provided, and import its packages from the host."),
    CONTRACT_SHAPE(
            "MSO-1424",
            Severity.ERROR,
            "Take and return records, enums, values of the JDK, and lists and maps of those."),
    STATIC_POOL(
            "MSO-1425",
            Severity.WARNING,
            "Keep it in the capability's object: make it in promoted(), shut it down in"
                    + " retired()."),
    THREAD_LOCAL(
            "MSO-1426",
            Severity.WARNING,
            "Pass the value along, or remove it before each call returns: the host's threads"
                    + " outlive the bundle."),
    STARTS_EARLY("MSO-1427", Severity.WARNING, "Start it in promoted(), and end it in retired()."),
    ENDS_THE_JVM("MSO-1428", Severity.ERROR, "Throw an exception: the JVM is the host's."),
    SHUTDOWN_HOOK("MSO-1429", Severity.ERROR, "End what must end in retired()."),
    JVM_WIDE(
            "MSO-1430",
            Severity.ERROR,
            "Leave what the whole JVM shares to the host, and give the value where it is used."),
    LOGGING_SETUP(
            "MSO-1431",
            Severity.WARNING,
            "Log through SLF4J, and leave levels and handlers to the host."),
    CLASS_TOO_NEW(
            "MSO-1432",
            Severity.ERROR,
            "Compile with --release 17, or declare the Java version that the bundle needs."),
    NO_JAVA_VERSION(
            "MSO-1433",
            Severity.WARNING,
            "Let bnd write Require-Capability: osgi.ee, so that an older host refuses in words."),
    NATIVE(
            "MSO-1434",
            Severity.WARNING,
            "Do without native code: a second version cannot load the same library beside the"
                    + " first."),
    SIGNATURE_DAMAGED(
            "MSO-1435",
            Severity.ERROR,
            "Sign the jar again, after everything else was done to it."),
    SIGNED("MSO-1436", Severity.INFO, "Compare the fingerprint with the one that you trust."),
    UNSIGNED(
            "MSO-1437",
            Severity.INFO,
            "Sign it before you ship it: hosts take unsigned bundles in development only."),
    PARTLY_SIGNED("MSO-1438", Severity.ERROR, "Sign the jar after everything was put into it."),
    LIBRARY("MSO-1439", Severity.INFO, "Look for known weaknesses of this version."),
    CLASS_PATH_GAP(
            "MSO-1440",
            Severity.WARNING,
            "Let bnd write Bundle-ClassPath (-includeresource: name.jar;lib:=true)."),
    DUPLICATE_CLASSES(
            "MSO-1441",
            Severity.WARNING,
            "Embed one of them only: which one is used follows from the order of"
                    + " Bundle-ClassPath."),
    TWO_VERSIONS("MSO-1442", Severity.WARNING, "Embed the newer one only."),
    CLASS_UNREADABLE("MSO-1443", Severity.ERROR, "Compile the class again."),
    VERSION_NOT_RAISED(
            "MSO-1444",
            Severity.ERROR,
            "Raise Bundle-Version: two different jars must never share a version."),
    NOTHING_TO_COMPARE(
            "MSO-1445",
            Severity.WARNING,
            "Name the jar of the contracts, a folder with it, or an earlier version of the"
                    + " bundle."),
    CANNOT_OPEN("MSO-1446", Severity.ERROR, "Name a file that this user may read.");

    private final String code;
    private final Severity severity;
    private final String fix;

    Check(String code, Severity severity, String fix) {
        this.code = code;
        this.severity = severity;
        this.fix = fix;
    }

    String code() {
        return code;
    }

    /** The usual weight. */
    Severity severity() {
        return severity;
    }

    String fix() {
        return fix;
    }

    /** The weight in a library that the bundle embeds and whose authors are others: a step less. */
    Severity inLibrary() {
        return severity == Severity.ERROR ? Severity.WARNING : Severity.INFO;
    }
}
