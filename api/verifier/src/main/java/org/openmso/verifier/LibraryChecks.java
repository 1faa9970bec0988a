package org.openmso.verifier;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;

/** What lies in the bundle and in the jars inside it, by the names of entries. */
final class LibraryChecks {
    private static final Set<String> NATIVE_SUFFIXES = Set.of("so", "dll", "dylib", "jnilib");
    private static final Set<String> HOSTS = Set.of("org/openmso/api/", "org/slf4j/");

    private final BundleJar jar;
    private final Findings findings;

    LibraryChecks(BundleJar jar, Findings findings) {
        this.jar = jar;
        this.findings = findings;
    }

    /** Lists the libraries and looks at all entries. */
    void check() throws IOException, Rejected {
        checkEntries("", jar.outer());
        for (Map.Entry<String, Archive> nested : jar.nested().entrySet()) {
            checkEntries(nested.getKey(), nested.getValue());
        }
        checkVersions();
        checkDuplicates();
    }

    private void checkEntries(String library, Archive archive) {
        var carried = new HashSet<String>();
        for (ZipEntry entry : archive.entries()) {
            String path = entry.getName();
            for (String prefix : HOSTS) {
                if (isClassBelow(prefix, path) && carried.add(prefix)) {
                    findings.add(
                            Check.CARRIES_API,
                            library.isEmpty() ? path : library + "!" + path,
                            "The bundle carries classes of "
                                    + ClassNames.readable(prefix.substring(0, prefix.length() - 1))
                                    + ", which it shares with the host.");
                }
            }
            if (NATIVE_SUFFIXES.contains(path.substring(path.lastIndexOf('.') + 1))) {
                if (library.isEmpty()) {
                    findings.add(Check.NATIVE, path, "The bundle brings native code.");
                } else {
                    findings.addOf(library, Check.NATIVE, "It brings native code:", path);
                }
            }
        }
    }

    private static boolean isClassBelow(String prefix, String path) {
        return path.endsWith(".class")
                && (path.startsWith(prefix)
                        || path.startsWith("META-INF/versions/") && path.contains("/" + prefix));
    }

    private void checkVersions() throws IOException, Rejected {
        var onClassPath = new HashSet<String>();
        jar.classPath().forEach(element -> onClassPath.add(element.name()));
        Map<String, Library> versions = new HashMap<>();
        for (Map.Entry<String, Archive> nested : jar.nested().entrySet()) {
            Library library = Library.of(nested.getKey(), nested.getValue());
            findings.add(
                    Check.LIBRARY,
                    nested.getKey(),
                    "It is "
                            + library
                            + (onClassPath.contains(nested.getKey())
                                    ? "."
                                    : ". It is not on Bundle-ClassPath: none of its classes is"
                                            + " found."));
            Library other = versions.putIfAbsent(library.name(), library);
            if (other != null) {
                findings.add(
                        Check.TWO_VERSIONS,
                        nested.getKey(),
                        "The bundle embeds " + other + " and " + library.version() + ".");
            }
        }
    }

    private void checkDuplicates() {
        Map<List<String>, Integer> counts = new HashMap<>();
        Map<List<String>, String> first = new LinkedHashMap<>();
        Map<String, String> homes = new HashMap<>();
        for (ClassPathElement element : jar.classPath()) {
            for (ZipEntry entry : element.archive().entries()) {
                String path = entry.getName();
                if (!path.startsWith(element.prefix())) {
                    continue;
                }
                String inside = path.substring(element.prefix().length());
                if (ClassNames.isClass(inside) && !inside.endsWith("package-info.class")) {
                    String home = homes.putIfAbsent(inside, element.name());
                    if (home != null) {
                        List<String> pair = List.of(home, element.name());
                        counts.merge(pair, 1, Integer::sum);
                        first.putIfAbsent(pair, ClassNames.readable(ClassNames.ofPath(inside)));
                    }
                }
            }
        }
        first.forEach(
                (pair, example) ->
                        findings.add(
                                Check.DUPLICATE_CLASSES,
                                pair.get(1),
                                "Classes that "
                                        + (pair.get(0).equals(".")
                                                ? "the bundle itself"
                                                : pair.get(0))
                                        + " has too: "
                                        + counts.get(pair)
                                        + ", for example "
                                        + example
                                        + "."));
    }
}
