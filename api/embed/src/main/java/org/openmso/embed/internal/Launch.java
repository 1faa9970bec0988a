package org.openmso.embed.internal;

import org.openmso.api.LaunchFailed;
import org.openmso.api.Problem;

/** What can keep OpenMSO, or one bundle of it, from starting: code, cause and fix of each. */
enum Launch {
    NO_SLF4J(
            "MSO-1001",
            "The class path has no SLF4J 2.",
            "Add org.slf4j:slf4j-api 2.0.x and a provider of your choice to the host."),
    NO_FRAMEWORK(
            "MSO-1002",
            "No OSGi framework is on the class path.",
            "Keep org.apache.felix.framework among the host's dependencies; a fat jar must keep its"
                    + " META-INF/services/org.osgi.framework.launch.FrameworkFactory."),
    NO_CONTRACTS(
            "MSO-1003",
            "The list of contract packages (META-INF/openmso/api.packages) is not on the class path.",
            "Keep org.openmso:mso-api among the host's dependencies; a fat jar must keep its META-INF/openmso."),
    CONTRACTS_TWICE(
            "MSO-1004",
            "The contracts are on the class path more than once.",
            "Leave one copy of org.openmso:mso-api, of the version of mso-embed."),
    NO_BUNDLES(
            "MSO-1005",
            "No bundle index (META-INF/openmso/bundles.index) is on the class path.",
            "Add org.openmso:mso-distribution to the host's dependencies; a fat jar must keep its META-INF/openmso."),
    DAMAGED_BUNDLE(
            "MSO-1006",
            "A bundle's bytes are not those its index promises.",
            "Take the jar that holds it from its publisher again; do not repack the jars inside it."),
    DATA_UNUSABLE(
            "MSO-1007",
            "The data directory is missing or cannot be written.",
            "Name as data directory one that this process may create and write."),
    DATA_IN_USE(
            "MSO-1008",
            "Another running OpenMSO uses the data directory.",
            "Give each process its own data directory, or stop the other one first."),
    IMPORT_MISSING(
            "MSO-1009",
            "A bundle needs a package that this host does not give.",
            "Use the bundle's version made for this OpenMSO, or upgrade mso-embed to the version it needs."),
    EXPORTS(
            "MSO-1010",
            "A bundle exports a package; bundles export nothing, so that replacing one touches no other.",
            "Ask its author to make the package private."),
    CARRIES_API(
            "MSO-1011",
            "A bundle carries classes of the contracts or of SLF4J, which the host gives.",
            "Ask its author to give mso-api and slf4j-api the scope provided."),
    PROVIDER_UNUSABLE(
            "MSO-1012",
            "The class that a bundle names as provider cannot be used.",
            "It must be public, implement org.openmso.api.spi.Capability and have a public constructor without"
                    + " arguments; the cause is in the log."),
    CONTRACT_UNKNOWN(
            "MSO-1013",
            "A bundle provides a contract that the host does not know.",
            "Upgrade mso-api and mso-embed, use the bundle's version for this one, or leave the bundle out."),
    NOT_A_BUNDLE(
            "MSO-1014",
            "A jar in the index is not an OpenMSO bundle: it names no symbolic name or no capability.",
            "Build it with bnd and annotate its class with @ProvidesCapability."),
    PROVIDED_TWICE(
            "MSO-1015",
            "Two bundles provide the same capability.",
            "Leave one of them on the class path."),
    PROBE_FAILED(
            "MSO-1016",
            "A bundle's self-check failed, so it takes no calls.",
            "See the problems beside this one and the log; the other capabilities work."),
    FRAMEWORK_FAILED(
            "MSO-1017",
            "The OSGi framework or a bundle in it did not start.",
            "The cause is in the log. Check free space and rights of the data directory first."),
    NO_REGISTRY(
            "MSO-1018",
            "No bundle provides the registry, which tells who may use what.",
            "Add org.openmso:mso-distribution, which holds it."),
    JAVA_TOO_OLD(
            "MSO-1019",
            "A bundle needs a newer Java than the host runs on.",
            "Run the host on that Java, or use the bundle's version for this one."),
    NOT_CONFIGURED(
            "MSO-1020",
            "OpenMSO was started without something it needs.",
            "Call the builder's method of that name before start()."),
    NOT_PROVIDED(
            "MSO-1021",
            "A tier in use includes a capability that no usable bundle on the class path provides.",
            "Add the bundle to the class path, or take the capability out of the tier and reload the registry"
                    + " file; when a bundle was set aside, its own problem says why."),
    INDEX_DAMAGED(
            "MSO-1022",
            "A bundle index cannot be read; a line of it is a SHA-256, a blank and a file name.",
            "Take the jar that holds it from its publisher again, or build it again."),
    PROMOTION_FAILED(
            "MSO-1023",
            "A bundle threw when it was told that calls arrive; it takes them, but its jobs may not run.",
            "The cause is in the log; it is the bundle's. A restart tries again."),
    CALLS_LINGER(
            "MSO-1024",
            "Calls are still inside a bundle that was taken out of service; it stays loaded until they leave.",
            "Find what the calls wait for, for example in a thread dump; nothing needs a restart."),
    FRAMEWORK_LINGERS(
            "MSO-1025",
            "The OSGi framework did not stop within 30 seconds; the data directory was given back all the same.",
            "Find what holds it in a thread dump, and end the host before it starts OpenMSO again."),
    UNSIGNED(
            "MSO-1030",
            "The jar is not signed, and it is not one of the distribution's bundles.",
            "Ask its author for a signed one, or sign it yourself once you trust it; see"
                    + " docs/security.md."),
    SIGNER_NOT_TRUSTED(
            "MSO-1031",
            "Nobody whom this host trusts signed the jar.",
            "If you trust the signer with all that the host may do, compare the fingerprint with"
                    + " the author and give the certificate to Trust.signedBy."),
    SIGNATURE_BROKEN(
            "MSO-1032",
            "The jar is not as it was signed, or its signature is not one that can be relied on.",
            "Do not use it. Take it from its author again; an author signs a freshly built jar with"
                    + " a JDK's jarsigner."),
    UNSIGNED_ACCEPTED(
            "MSO-1033",
            "This host accepts bundles that nobody signed, by Trust.unsignedForDevelopment(): whoever"
                    + " can hand it a jar can do all that the host may do.",
            "In production, use Trust.signedBy with the certificates of the authors you trust."),
    LOSES_CAPABILITY(
            "MSO-1034",
            "A tier in use includes a capability that nothing would provide after this.",
            "Take the capability out of the tiers first, or apply a bundle that provides it. A removal can be"
                    + " told to take out what is in use."),
    WARM_UP_FAILED(
            "MSO-1035",
            "The bundle cannot open for a practice that its predecessor serves.",
            "See the cause; it is the bundle's. Its predecessor goes on serving."),
    NOT_THERE(
            "MSO-1036",
            "No bundle of this name is there.",
            "List the bundles; the name is the bundle's symbolic name."),
    STORE_UNUSABLE(
            "MSO-1037",
            "The store of applied bundles cannot be read or written.",
            "Check free space and rights of its directory; nothing was changed."),
    KEEPS_FAILING(
            "MSO-1038",
            "The capability keeps failing: at least half of its calls in the last minute.",
            "Apply an earlier version, or let OpenMSO do that by its policy for failing bundles."),
    HANGS(
            KEEPS_FAILING.code,
            "All calls that the host grants to the capability at a time were given up and have not returned;"
                    + " all others are refused.",
            "Apply another version, or let OpenMSO do that by its policy for failing bundles. See in a thread"
                    + " dump where the threads mso-call- of the capability are."),
    LOADER_LINGERS(
            "MSO-1039",
            "Classes of versions that left are still in memory.",
            "Ask the bundle's author: threads that go on, statics and thread locals hold them. A restart frees them."),
    WITHIN_A_CALL(
            "MSO-1040",
            "Bundles cannot be changed from within a call into one: the change would wait for itself.",
            "Do it on a thread of its own, or when the call has returned."),
    CANDIDATE_UNREADABLE(
            "MSO-1041",
            "The jar cannot be read.",
            "Check that it is a file that this process may read, and that it is complete."),
    SUPERSEDED(
            "MSO-1042",
            "The host brings a newer version of an applied bundle; the newer one serves.",
            "Nothing, or remove the applied one."),
    APPLIED_UNUSABLE(
            "MSO-1043",
            "An applied bundle cannot be used any more; the host's own of this name serves, if there is one.",
            "See the reason; apply a version that fits this host."),
    DOES_NOT_RETURN(
            "MSO-1044",
            "Code of a bundle did not return in time and was given up; it still runs.",
            "See in a thread dump where it is, and tell the bundle's author. Only the host's end ends it."),
    KEEPS_THE_JVM(
            "MSO-1045",
            "OpenMSO was closed, and threads of its bundles keep the JVM from ending.",
            "End the process if it does not end. Tell the bundle's author: threads end in retired(), and"
                    + " are daemons."),
    HOST_ENDS(
            "MSO-1046",
            "The host was ending while the bundle was changed; the next start does not know of the change.",
            "Make the change again when the host runs. If the host ended because of the bundle, do not."),
    STORE_BUSY(
            "MSO-1047",
            "Another node, or another OpenMSO in this JVM, has been changing the store of bundles for a"
                    + " minute; nothing was changed.",
            "Try again. If it stays so, find the node that hangs in the middle of a change, and end it."),
    INTERRUPTED(
            "MSO-1048",
            "The thread that asked for a change of bundles was interrupted before it began; nothing was"
                    + " changed.",
            "Ask again on a thread that is not interrupted."),
    NOT_KEPT(
            "MSO-1049",
            "The change was made, and could not be written down: other nodes and the next start do not"
                    + " know of it.",
            "Mend the reason, then make the change again: what serves already is only written down."),
    BEHIND(
            "MSO-1066",
            "Another node that shares the store changed a bundle, and this one cannot do the same.",
            "See the reason. The next reload or change of this node tries again."),
    CERTIFICATE_ENDS(
            "MSO-1067",
            "The certificate that signed an applied bundle ends within 30 days, or has ended. The bundle goes"
                    + " on; nothing more is accepted by that certificate then.",
            "Ask the author for the new certificate and for a version signed with it; keep the old one among the"
                    + " trusted until that is applied."),
    NO_STORE(
            "MSO-1073",
            "A bundle keeps data, and no bundle provides the store.",
            "Keep org.openmso:mso-distribution among the host's dependencies, or add a bundle that provides"
                    + " org.openmso.api.store.Store."),
    STORE_IN_USE(
            "MSO-1074",
            "The store cannot be replaced: connections were out for longer than a change waits.",
            "Try again when less is going on. If it stays so, a bundle keeps connections; health names it when it leaves."),
    CONNECTIONS_LOST(
            "MSO-1068",
            "A bundle left without giving its connections back; they were taken from it.",
            "Tell the bundle's author: close connections before the call ends, those of jobs in retired()."),
    MIGRATION_TOO_LONG(
            "MSO-1069",
            "A migration did not come to its end in time; the version before goes on.",
            "Look in the database what it waits for, and apply the bundle again."),
    MIGRATIONS_UNREADABLE(
            "MSO-1070",
            "A bundle's migrations (db/migration) cannot be read.",
            "Ask its author to write them in UTF-8, 16 MB at most."),
    LEFT_WITHOUT_CONNECTIONS(
            "MSO-1071",
            "The version of the bundle has left; it gets no connections any more.",
            "Tell the bundle's author: what it starts ends in retired()."),
    STORE_CHANGING(
            "MSO-1072",
            "The store is being replaced, which took longer than a call waits.",
            "Try again.");

    private final String code;
    private final String cause;
    private final String fix;

    Launch(String code, String cause, String fix) {
        this.code = code;
        this.cause = cause;
        this.fix = fix;
    }

    /** The problem at a place. */
    Problem at(String place) {
        return Problem.error(code, place, cause, fix);
    }

    /** The problem at a place, with particulars behind the cause. */
    Problem at(String place, String particulars) {
        return Problem.error(code, place, cause + " " + particulars, fix);
    }

    /** The same as something to know, not to mend at once. */
    Problem warning(String place, String particulars) {
        return Problem.warning(code, place, cause + " " + particulars, fix);
    }

    /** The same as something to know, which stops nothing. */
    Problem warning(String place) {
        return Problem.warning(code, place, cause, fix);
    }

    /** The exception that ends the start. */
    LaunchFailed failed(String place, Throwable why) {
        return why == null ? new LaunchFailed(at(place)) : new LaunchFailed(at(place), why);
    }
}
