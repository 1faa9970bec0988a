package org.openmso.verifier;

/** Names of classes, between the forms that class files, entries and people use. */
final class ClassNames {
    private static final String SUFFIX = ".class";

    private ClassNames() {}

    /** Whether an entry is a class that every Java sees. */
    static boolean isClass(String path) {
        return path.endsWith(SUFFIX)
                && !path.startsWith("META-INF/")
                && !path.endsWith("module-info.class");
    }

    /** {@code org/acme/Coding.class} becomes {@code org/acme/Coding}. */
    static String ofPath(String path) {
        return path.substring(0, path.length() - SUFFIX.length());
    }

    /** {@code org/acme/Coding} becomes {@code org.acme}; empty for a class without package. */
    static String packageOf(String internalName) {
        int slash = internalName.lastIndexOf('/');
        return slash < 0 ? "" : internalName.substring(0, slash).replace('/', '.');
    }

    /** {@code org/acme/Coding} becomes {@code org.acme.Coding}. */
    static String readable(String internalName) {
        return internalName.replace('/', '.');
    }
}
