package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Actor;
import org.openmso.api.billing.Billing;

/** The packaged jar, as hosts get it. */
@Tag("packaged")
class FatJarTest {
    private static final File JAR = new File(System.getProperty("openmso.jar", "not packaged"));

    @TempDir Path root;

    @Test
    void theJarHoldsAsmUnderAnotherNameOnly() throws IOException {
        try (var jar = new JarFile(JAR)) {
            var names = jar.stream().map(ZipEntry::getName).toList();
            assertTrue(names.contains("org/openmso/embed/internal/asm/ClassWriter.class"));
            assertEquals(
                    List.of(),
                    names.stream()
                            .filter(it -> it.endsWith(".class"))
                            .filter(it -> !it.startsWith("org/openmso/embed/"))
                            .toList());
        }
    }

    @Test
    void aHostThatIsOneMergedJarStarts() throws Exception {
        try (var host =
                TestHost.usual(
                        root, "tier plus billing", "practice oak-street plus billing.answer=fat")) {
            Path fat = merge(host.bundle("").getParent().getParent().getParent());
            String answer =
                    ChildJvm.java(
                            List.of(
                                    "-jar",
                                    fat.toString(),
                                    root.resolve("registry.txt").toString(),
                                    host.data().toString()));
            assertEquals("fat", answer.strip());
        }
    }

    /** The host's program: starts with what its own jar holds. */
    static final class Program {
        public static void main(String[] args) {
            try (Mso mso =
                    Mso.builder().registry(Path.of(args[0])).data(Path.of(args[1])).start()) {
                Billing billing =
                        mso.practice("oak-street", Actor.system("program")).get(Billing.class);
                ChildJvm.answer(TestHost.call(billing));
            }
        }
    }

    private Path merge(Path bundles) throws IOException {
        Path fat = root.resolve("host.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        var seen = new HashSet<String>();
        try (OutputStream file = Files.newOutputStream(fat);
                var out = new JarOutputStream(file, manifest)) {
            add(out, seen, bundles);
            add(out, seen, JAR.toPath());
            String tests = new File("target", "test-classes").getPath();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                String path = entry.replace('\\', '/');
                boolean wanted =
                        entry.endsWith(tests)
                                || path.contains("/contracts/")
                                || path.contains("/mso-api")
                                || path.contains("/org.apache.felix.framework")
                                || path.contains("/slf4j-");
                if (wanted) {
                    add(out, seen, Path.of(entry));
                }
            }
        }
        return fat;
    }

    private static void add(JarOutputStream out, Set<String> seen, Path source) throws IOException {
        if (Files.isDirectory(source)) {
            var files = new ArrayList<Path>();
            try (var all = Files.walk(source)) {
                all.filter(Files::isRegularFile).forEach(files::add);
            }
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    add(out, seen, source.relativize(file).toString().replace('\\', '/'), in);
                }
            }
            return;
        }
        try (var jar = new JarFile(source.toFile())) {
            for (var entry : java.util.Collections.list(jar.entries())) {
                if (!entry.isDirectory()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        add(out, seen, entry.getName(), in);
                    }
                }
            }
        }
    }

    private static void add(JarOutputStream out, Set<String> seen, String name, InputStream in)
            throws IOException {
        if (!name.equals(JarFile.MANIFEST_NAME) && seen.add(name)) {
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
            out.closeEntry();
        }
    }
}
