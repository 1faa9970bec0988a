package org.openmso.embed.internal;

import java.util.Collection;
import java.util.List;

/**
 * Whose code threw, or hangs: a bundle is not blamed for its caller's callbacks, nor for another
 * bundle that it called. Told by the stack, so that calls which succeed pay nothing; where the
 * stack does not tell, as where an exception has none, it is the bundle that was called.
 */
final class Origin {
    /** Everybody calls these; who called them is to blame. */
    private static final List<String> COMMON = List.of("org.openmso.api.", "org.slf4j.");

    private static final String OURS = "org.openmso.embed.internal.";

    /** A chain of causes longer than this is not followed. */
    private static final int MOST_CAUSES = 100;

    private Origin() {}

    /** What was thrown first. */
    static Throwable first(Throwable thrown) {
        Throwable first = thrown;
        for (int i = 0; i < MOST_CAUSES && first.getCause() != null; i++) {
            first = first.getCause();
        }
        return first;
    }

    /**
     * Whether a bundle's own code threw this.
     *
     * @param first what was thrown first
     * @param bundle the class loader of the bundle that was called
     * @param others those of other bundles that may be on the stack
     */
    static boolean isOf(Throwable first, ClassLoader bundle, Collection<ClassLoader> others) {
        // Thrown for the bundle by the JVM, with the caller's frame on top: it lacks the method.
        return first instanceof AbstractMethodError || isTop(first.getStackTrace(), bundle, others);
    }

    /** Whether it is a bundle's own code that a thread is in, and no other's that it waits for. */
    static boolean isAt(
            StackTraceElement[] frames, ClassLoader bundle, Collection<ClassLoader> others) {
        for (StackTraceElement frame : frames) {
            if (!isJdks(frame)) {
                return !frame.getClassName().startsWith(OURS) && isTop(frames, bundle, others);
            }
        }
        return true;
    }

    private static boolean isTop(
            StackTraceElement[] frames, ClassLoader bundle, Collection<ClassLoader> others) {
        for (StackTraceElement frame : frames) {
            String type = frame.getClassName();
            if (isJdks(frame)
                    || type.startsWith(OURS)
                    || COMMON.stream().anyMatch(type::startsWith)) {
                continue;
            }
            String loader = frame.getClassLoaderName();
            if (loader != null && !loader.equals(bundle.getName())) {
                return false;
            }
            if (defines(bundle, type)) {
                return true;
            }
            if (others.stream().anyMatch(it -> defines(it, type)) || isHosts(type)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJdks(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    private static boolean defines(ClassLoader loader, String type) {
        Class<?> found = find(loader, type);
        return found != null && found.getClassLoader() == loader;
    }

    private static boolean isHosts(String type) {
        return find(Origin.class.getClassLoader(), type) != null
                || find(Thread.currentThread().getContextClassLoader(), type) != null;
    }

    private static Class<?> find(ClassLoader loader, String type) {
        try {
            return Class.forName(type, false, loader);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return null;
        }
    }
}
