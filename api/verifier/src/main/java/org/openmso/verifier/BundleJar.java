package org.openmso.verifier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A bundle, opened: its headers, its class path, and which class comes from where. */
final class BundleJar implements AutoCloseable {
    static final String NAMESPACE = "org.openmso.capability";

    private final Archive outer;
    private final Attributes headers;
    private final Map<String, Archive> nested = new LinkedHashMap<>();
    private final List<ClassPathElement> classPath = new ArrayList<>();
    private final Map<String, ClassPathElement> classes = new HashMap<>();
    private final Set<String> packages = new HashSet<>();
    private final Set<String> ownPrefixes = new TreeSet<>();

    private BundleJar(Archive outer, Attributes headers) {
        this.outer = outer;
        this.headers = headers;
    }

    /**
     * Opens a bundle. Jars inside it that are damaged are told and left out.
     *
     * @param scratch an empty directory for copies of the jars inside
     * @throws Rejected if there is nothing that could be looked at
     */
    static BundleJar open(Path file, Path scratch, Budget budget, Findings findings)
            throws IOException, Rejected {
        Archive outer = Archive.open(file, budget);
        try {
            var jar = new BundleJar(outer, headersOf(outer));
            try {
                jar.openNested(scratch, budget, findings);
                jar.layOut(findings);
                return jar;
            } catch (IOException | Rejected | RuntimeException e) {
                jar.closeNested();
                throw e;
            }
        } catch (IOException | Rejected | RuntimeException e) {
            outer.close();
            throw e;
        }
    }

    /**
     * The main section of a manifest.
     *
     * @throws Rejected (MSO-1404) if there is no manifest of a bundle
     */
    static Attributes headersOf(Archive archive) throws IOException, Rejected {
        ZipEntry entry =
                archive.entry(JarFile.MANIFEST_NAME)
                        .orElseThrow(
                                () ->
                                        new Rejected(
                                                Check.NO_MANIFEST,
                                                "There is no " + JarFile.MANIFEST_NAME + "."));
        byte[] text = archive.read(entry);
        Attributes headers;
        try {
            headers = new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
        } catch (IOException | IllegalArgumentException e) {
            throw new Rejected(
                    Check.NO_MANIFEST, "The manifest cannot be read: " + e.getMessage() + ".", e);
        }
        if (headers.getValue("Bundle-SymbolicName") == null) {
            throw new Rejected(
                    Check.NO_MANIFEST,
                    "The manifest has no Bundle-SymbolicName: this is a jar, but no bundle.");
        }
        return headers;
    }

    private void openNested(Path scratch, Budget budget, Findings findings)
            throws IOException, Rejected {
        var onClassPath = new HashSet<>(classPathNames());
        for (ZipEntry entry : outer.entries()) {
            String name = entry.getName();
            if (name.endsWith(".jar") || onClassPath.contains(name)) {
                try {
                    nested.put(name, Archive.open(outer.extract(entry, scratch), budget));
                } catch (Rejected e) {
                    if (e.endsAll()) {
                        throw e;
                    }
                    findings.add(name, e);
                }
            }
        }
    }

    private List<String> classPathNames() {
        var names = new ArrayList<String>();
        String header = header("Bundle-ClassPath");
        for (HeaderClause clause : HeaderClause.parse(header == null ? "." : header)) {
            for (String path : clause.paths()) {
                String name = path.startsWith("/") ? path.substring(1) : path;
                names.add(name.isEmpty() ? "." : name);
            }
        }
        return names;
    }

    private void layOut(Findings findings) {
        for (String name : new LinkedHashSet<>(classPathNames())) {
            if (name.equals(".")) {
                classPath.add(new ClassPathElement(name, outer, "", false));
            } else if (nested.containsKey(name)) {
                classPath.add(new ClassPathElement(name, nested.get(name), "", true));
            } else {
                String folder = name.endsWith("/") ? name : name + "/";
                if (outer.entries().stream().anyMatch(e -> e.getName().startsWith(folder))) {
                    classPath.add(new ClassPathElement(name, outer, folder, false));
                } else if (outer.entry(name).isEmpty()) {
                    findings.add(
                            Check.CLASS_PATH_GAP,
                            "Bundle-ClassPath",
                            "It names " + name + ", which is not in the bundle.");
                }
            }
        }
        for (ClassPathElement element : classPath) {
            for (ZipEntry entry : element.archive().entries()) {
                String path = entry.getName();
                if (path.startsWith(element.prefix())) {
                    String inside = path.substring(element.prefix().length());
                    if (ClassNames.isClass(inside)) {
                        String name = ClassNames.ofPath(inside);
                        classes.putIfAbsent(name, element);
                        packages.add(ClassNames.packageOf(name));
                    }
                }
            }
        }
        for (HeaderClause capability : capabilities()) {
            ownPrefixes.add(prefix(capability.parameter("provider", "")));
        }
        ownPrefixes.remove("");
    }

    /** The first two names: what an author's packages have in common. */
    private static String prefix(String className) {
        String[] names = className.split("\\.");
        return names.length < 2
                ? ""
                : names.length == 2 ? names[0] + "." : names[0] + "." + names[1] + ".";
    }

    /** A header's text, null where the manifest has none. */
    String header(String name) {
        return headers.getValue(name);
    }

    /** What the bundle provides to OpenMSO. */
    List<HeaderClause> capabilities() {
        return HeaderClause.parse(header("Provide-Capability")).stream()
                .filter(clause -> clause.paths().contains(NAMESPACE))
                .toList();
    }

    /** The bundle's own archive. */
    Archive outer() {
        return outer;
    }

    /** All jars inside by their names, also those that are not on the class path. */
    Map<String, Archive> nested() {
        return nested;
    }

    /** From where classes come, in order. */
    List<ClassPathElement> classPath() {
        return classPath;
    }

    /** Where a class comes from; the first on the class path counts. */
    Optional<ClassPathElement> home(String internalName) {
        return Optional.ofNullable(classes.get(internalName));
    }

    /** The names of all classes, as in class files. */
    Set<String> classNames() {
        return classes.keySet();
    }

    /** Whether a package has a class inside. */
    boolean hasPackage(String name) {
        return packages.contains(name);
    }

    /**
     * The library that a class belongs to, empty for the author's own: those whose packages share
     * their first two names with a provider's. A jar inside is one library; of classes that were
     * packed without a jar, packages that share three names are one.
     */
    Optional<String> libraryOf(ClassPathElement element, String internalName) {
        if (element.isNested()) {
            return Optional.of(element.name());
        }
        String readable = ClassNames.readable(internalName);
        if (ownPrefixes.isEmpty() || ownPrefixes.stream().anyMatch(readable::startsWith)) {
            return Optional.empty();
        }
        String[] names = ClassNames.packageOf(internalName).split("\\.", 4);
        return Optional.of(
                names.length < 4
                        ? String.join(".", names)
                        : names[0] + "." + names[1] + "." + names[2]);
    }

    /** A class's bytes. */
    byte[] classFile(String internalName) throws IOException, Rejected {
        ClassPathElement home = classes.get(internalName);
        return home.archive()
                .read(home.archive().entry(home.prefix() + internalName + ".class").orElseThrow());
    }

    private void closeNested() throws IOException {
        for (Archive archive : nested.values()) {
            archive.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeNested();
        outer.close();
    }
}
