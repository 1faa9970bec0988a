package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.MsoException;

/** A host whose class path lacks something: each start runs in a class loader of its own. */
class HostClassPathTest {
    @TempDir Path root;

    @BeforeEach
    void bundlesInAFolder() throws Exception {
        try (var host = TestHost.usual(root, "tier plus billing", "practice oak-street plus")) {
            assertTrue(Files.exists(host.bundle("billing.jar")));
        }
    }

    /** Run in the other class loader: starts and closes; the code of what went wrong. */
    public static final class Program {
        public static String start(Path folder) throws Exception {
            try (var host = new TestHost(folder)) {
                host.start();
                return "started";
            } catch (MsoException e) {
                return e.getMessage();
            }
        }
    }

    private String start(Predicate<String> kept, URL... more) throws Exception {
        return startHiding("nothing", kept, more);
    }

    private String startHiding(String resource, Predicate<String> kept, URL... more)
            throws Exception {
        var urls = new ArrayList<>(List.of(more));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (kept.test(entry.replace('\\', '/'))) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        try (var loader = new HidingLoader(urls.toArray(URL[]::new), resource)) {
            return (String)
                    loader.loadClass(Program.class.getName())
                            .getMethod("start", Path.class)
                            .invoke(null, root);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** A class path, of which one resource can be hidden. */
    private static final class HidingLoader extends URLClassLoader {
        private final String hidden;

        HidingLoader(URL[] urls, String hidden) {
            super(urls, ClassLoader.getPlatformClassLoader());
            this.hidden = hidden;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(hidden) ? Collections.emptyEnumeration() : super.getResources(name);
        }
    }

    @Test
    void aWholeClassPathStarts() throws Exception {
        assertEquals("started", start(entry -> true));
    }

    @Test
    void withoutSlf4jTheStartSaysSo() throws Exception {
        String answer = start(entry -> !entry.contains("/slf4j-"));
        assertTrue(answer.startsWith("MSO-1001: The class path has no SLF4J 2."), answer);
    }

    @Test
    void withoutAFrameworkTheStartSaysSo() throws Exception {
        String answer = start(entry -> !entry.contains("osgi") && !entry.contains("felix"));
        assertTrue(answer.startsWith("MSO-1002: No OSGi framework"), answer);
    }

    @Test
    void withAFrameworkThatLostItsServiceFileTheStartSaysSo() throws Exception {
        String service = "META-INF/services/org.osgi.framework.launch.FrameworkFactory";
        String answer = startHiding(service, entry -> true);
        assertTrue(answer.startsWith("MSO-1002: No OSGi framework"), answer);
        assertTrue(answer.contains(service), answer);
    }

    @Test
    void withoutTheListOfContractsTheStartSaysSo() throws Exception {
        String answer = startHiding("META-INF/openmso/api.packages", entry -> true);
        assertTrue(answer.startsWith("MSO-1003: The list of contract packages"), answer);
    }

    @Test
    void withTheContractsTwiceTheStartNamesBothCopies() throws Exception {
        Path copy = root.resolve("copy");
        Path list = copy.resolve("META-INF/openmso/api.packages");
        Files.createDirectories(list.getParent());
        Files.writeString(list, "org.openmso.api 1.0.0\n");
        String answer = start(entry -> true, copy.toUri().toURL());
        assertTrue(answer.startsWith("MSO-1004 at "), answer);
        assertTrue(answer.contains(list.toUri().toURL().toString()), answer);
    }
}
