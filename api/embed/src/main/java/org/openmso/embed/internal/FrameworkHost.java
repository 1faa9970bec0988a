package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.openmso.api.LaunchFailed;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The OSGi framework inside the host: started through the standard launching interface only. */
final class FrameworkHost implements AutoCloseable {
    private final Framework framework;

    private FrameworkHost(Framework framework) {
        this.framework = framework;
    }

    static FrameworkHost start(ApiPackages packages, Path storage, ClassLoader loader) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        // The project's own state is the truth; a cache kept saves little and can lie.
        configuration.put(
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        // Named outright: a framework that works the list out reads every class of the JDK, which
        // takes longer than all else.
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES, ApiPackages.ofJava());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages.asExports());
        configuration.put(
                Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_FRAMEWORK);
        configuration.put(Constants.FRAMEWORK_BOOTDELEGATION, "");
        configuration.put("felix.bootdelegation.implicit", "false");
        configuration.put("felix.log.level", "0");
        configuration.put("osgi.compatibility.bootdelegation", "false");
        configuration.put("eclipse.log.enabled", "false");
        try {
            FrameworkFactory factory =
                    ServiceLoader.load(FrameworkFactory.class, loader)
                            .findFirst()
                            .orElseThrow(() -> Launch.NO_FRAMEWORK.failed("", null));
            Framework framework = factory.newFramework(configuration);
            framework.start();
            return new FrameworkHost(framework);
        } catch (ServiceConfigurationError e) {
            throw Launch.NO_FRAMEWORK.failed("", e);
        } catch (LaunchFailed e) {
            throw e;
        } catch (BundleException | RuntimeException e) {
            throw Launch.FRAMEWORK_FAILED.failed("", e);
        }
    }

    /**
     * Installs and starts a bundle that passed the preflight; leaves nothing installed when that
     * fails.
     */
    Bundle install(String name, byte[] jar) throws Refusal {
        Bundle bundle = null;
        try {
            bundle =
                    framework
                            .getBundleContext()
                            .installBundle("mso:" + name, new ByteArrayInputStream(jar));
            Preflight.checkContent(name, bundle);
            bundle.start();
            return bundle;
        } catch (BundleException e) {
            uninstall(bundle);
            throw new Refusal(Launch.FRAMEWORK_FAILED.at(name, firstLine(e)), e);
        } catch (Refusal e) {
            uninstall(bundle);
            throw e;
        }
    }

    /** Makes the object that a bundle's manifest names as provider. */
    static <T> T provider(String name, Bundle bundle, String className, Class<T> type)
            throws Refusal {
        try {
            Object provider = bundle.loadClass(className).getConstructor().newInstance();
            if (type.isInstance(provider)) {
                return type.cast(provider);
            }
            throw new Refusal(
                    Launch.PROVIDER_UNUSABLE.at(
                            name, className + " is no " + type.getName() + "."));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw new Refusal(Launch.PROVIDER_UNUSABLE.at(name, "It is " + className + "."), e);
        }
    }

    void uninstall(Bundle bundle) {
        try {
            if (bundle != null && bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            throw Launch.FRAMEWORK_FAILED.failed(bundle.getSymbolicName(), e);
        }
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(30_000);
        } catch (BundleException e) {
            throw Launch.FRAMEWORK_FAILED.failed("", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Which framework this is, for example {@code org.apache.felix.framework}. */
    String name() {
        return framework.getSymbolicName();
    }

    private static String firstLine(BundleException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
