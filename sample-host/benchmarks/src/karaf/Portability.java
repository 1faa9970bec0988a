import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Started in a container that is not ours, after OpenMSO's bundles: makes the providers that their
 * manifests name, has them check themselves, and writes a line for each; then stops the container.
 */
public final class Portability implements BundleActivator {
    private static final Pattern PROVIDER = Pattern.compile("provider=\"([^\"]+)\"");

    @Override
    public void start(BundleContext context) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("framework " + context.getBundle(0).getSymbolicName() + " "
                + context.getBundle(0).getVersion() + ", Java " + Runtime.version());
        for (Bundle bundle : context.getBundles()) {
            String provided = bundle.getHeaders("").get("Provide-Capability");
            if (provided != null && provided.startsWith("org.openmso.capability")) {
                String name = bundle.getSymbolicName() + " " + bundle.getVersion();
                lines.add(name + ": " + tried(bundle));
            }
        }
        Files.write(Path.of(System.getProperty("openmso.portability")), lines);
        context.getBundle(0).stop();
    }

    private static String tried(Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.ACTIVE) {
                bundle.start();
            }
            Matcher provider = PROVIDER.matcher(bundle.getHeaders("").get("Provide-Capability"));
            if (!provider.find()) {
                return "FAILED, it names no provider";
            }
            Object made = bundle.loadClass(provider.group(1)).getConstructor().newInstance();
            return "active, " + probed(made) + logs(bundle);
        } catch (Exception | LinkageError e) {
            return "FAILED, " + e;
        }
    }

    /** The registry has no self-check. */
    private static String probed(Object provider) throws ReflectiveOperationException {
        for (Method method : provider.getClass().getMethods()) {
            if (method.getName().equals("probe") && method.getParameterCount() == 0) {
                Object health = method.invoke(provider);
                Object status = health.getClass().getMethod("status").invoke(health);
                return status.toString().equals("UP") ? "probe UP" : "FAILED, probe " + health;
            }
        }
        return "provider made";
    }

    /** Whose SLF4J it got. */
    private static String logs(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        for (BundleWire wire : wiring.getRequiredWires("osgi.wiring.package")) {
            Map<String, Object> given = wire.getCapability().getAttributes();
            if ("org.slf4j".equals(given.get("osgi.wiring.package"))) {
                String giver = wire.getProvider().getBundle().getSymbolicName();
                return ", org.slf4j " + given.get("version") + " of " + giver;
            }
        }
        return "";
    }

    @Override
    public void stop(BundleContext context) {}
}
