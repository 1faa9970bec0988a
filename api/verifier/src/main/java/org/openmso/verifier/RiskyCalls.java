package org.openmso.verifier;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Methods of the JDK that a bundle should not call, or not yet when an object is made. */
final class RiskyCalls {
    private static final Map<String, Check> ALWAYS = new HashMap<>();

    static {
        always(Check.ENDS_THE_JVM, "java/lang/System", "exit");
        always(Check.ENDS_THE_JVM, "java/lang/Runtime", "exit", "halt");
        always(Check.SHUTDOWN_HOOK, "java/lang/Runtime", "addShutdownHook");
        always(
                Check.JVM_WIDE,
                "java/lang/System",
                "setProperty",
                "setProperties",
                "clearProperty",
                "setOut",
                "setErr",
                "setIn",
                "setSecurityManager");
        always(Check.JVM_WIDE, "java/lang/Thread", "setDefaultUncaughtExceptionHandler");
        always(Check.JVM_WIDE, "java/util/Locale", "setDefault");
        always(Check.JVM_WIDE, "java/util/TimeZone", "setDefault");
        always(
                Check.JVM_WIDE,
                "java/security/Security",
                "addProvider",
                "insertProviderAt",
                "removeProvider",
                "setProperty");
        always(Check.JVM_WIDE, "java/security/Policy", "setPolicy");
        always(Check.JVM_WIDE, "java/net/URL", "setURLStreamHandlerFactory");
        always(
                Check.JVM_WIDE,
                "java/net/URLConnection",
                "setContentHandlerFactory",
                "setFileNameMap",
                "setDefaultRequestProperty");
        always(Check.JVM_WIDE, "java/net/Authenticator", "setDefault");
        always(Check.JVM_WIDE, "java/net/ProxySelector", "setDefault");
        always(Check.JVM_WIDE, "java/net/CookieHandler", "setDefault");
        always(Check.JVM_WIDE, "java/net/ResponseCache", "setDefault");
        always(
                Check.JVM_WIDE,
                "javax/net/ssl/HttpsURLConnection",
                "setDefaultSSLSocketFactory",
                "setDefaultHostnameVerifier");
        always(Check.JVM_WIDE, "javax/net/ssl/SSLContext", "setDefault");
        always(
                Check.JVM_WIDE,
                "java/sql/DriverManager",
                "registerDriver",
                "setLoginTimeout",
                "setLogWriter");
        always(
                Check.LOGGING_SETUP,
                "java/util/logging/Logger",
                "setLevel",
                "addHandler",
                "removeHandler",
                "setFilter",
                "setUseParentHandlers");
        always(
                Check.LOGGING_SETUP,
                "java/util/logging/LogManager",
                "reset",
                "readConfiguration",
                "updateConfiguration");
        always(Check.NATIVE, "java/lang/System", "load", "loadLibrary");
        always(Check.NATIVE, "java/lang/Runtime", "load", "loadLibrary");
    }

    /** What starts a thread, or hands work to one, whoever's subclass it is called on. */
    private static final Map<String, Set<String>> STARTS =
            Map.of(
                    "java/lang/Thread", Set.of("start", "startVirtualThread"),
                    "java/util/Timer", Set.of("<init>", "schedule", "scheduleAtFixedRate"),
                    "java/util/concurrent/Executor", Set.of("execute", "submit", "invokeAll"),
                    "java/util/concurrent/ScheduledExecutorService",
                            Set.of("schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay"),
                    "java/util/concurrent/CompletableFuture", Set.of("runAsync", "supplyAsync"),
                    "java/util/concurrent/ForkJoinPool", Set.of("<init>", "invoke"),
                    "java/lang/ref/Cleaner", Set.of("create"));

    private static final Set<String> START_NAMES = names();

    private RiskyCalls() {}

    private static void always(Check check, String owner, String... methods) {
        for (String method : methods) {
            ALWAYS.put(owner + "." + method, check);
        }
    }

    private static Set<String> names() {
        var names = new HashSet<String>();
        STARTS.values().forEach(names::addAll);
        return names;
    }

    /** What is wrong with a call wherever it stands. */
    static Optional<Check> of(String owner, String method) {
        return Optional.ofNullable(ALWAYS.get(owner + "." + method));
    }

    /** Whether a method of this name may start a thread; then ask for its owner's supertypes. */
    static boolean mayStart(String method) {
        return START_NAMES.contains(method);
    }

    /** The types of which a method of this name starts a thread. */
    static Set<String> starters(String method) {
        var types = new HashSet<String>();
        STARTS.forEach(
                (type, methods) -> {
                    if (methods.contains(method)) {
                        types.add(type);
                    }
                });
        return types;
    }
}
