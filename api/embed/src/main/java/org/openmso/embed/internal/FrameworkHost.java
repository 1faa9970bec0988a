package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OSGi framework inside the host: started through the standard launching interface only. */
final class FrameworkHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameworkHost.class);

    private final Framework framework;
    private final AtomicLong installed = new AtomicLong();
    private final Departed departed = new Departed();

    private FrameworkHost(Framework framework) {
        this.framework = framework;
    }

    static FrameworkHost start(ApiPackages packages, Path storage) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        // The project's own state is the truth; a cache kept saves little and can lie.
        configuration.put(
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages.asExports());
        configuration.put(
                Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_FRAMEWORK);
        configuration.put(Constants.FRAMEWORK_BOOTDELEGATION, "");
        // A generation that still drains may stand beside the one that follows it.
        configuration.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        configuration.put("felix.bootdelegation.implicit", "false");
        configuration.put("felix.log.level", "0");
        // URL handlers are the whole JVM's: a host may have its own.
        configuration.put("felix.service.urlhandlers", "false");
        configuration.put("osgi.compatibility.bootdelegation", "false");
        configuration.put("eclipse.log.enabled", "false");
        // Its end waits so many seconds for a bundle that does not come back from its start.
        configuration.put(
                "osgi.module.lock.timeout", String.valueOf(StepLimits.framework.toSeconds()));
        // Threads that an activator starts inherit the loader that is set here, not Equinox' own.
        configuration.put("eclipse.bundle.setTCCL", "false");
        FrameworkFactory factory = factory();
        // Equinox sets a context class loader of its own; the host's thread keeps the host's.
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            var host = new FrameworkHost(factory.newFramework(configuration));
            try {
                host.framework.start();
                return host;
            } catch (BundleException | RuntimeException e) {
                host.close();
                throw Launch.FRAMEWORK_FAILED.failed("", e);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(context);
        }
    }

    private static FrameworkFactory factory() {
        try {
            ClassLoader own = FrameworkHost.class.getClassLoader();
            return ServiceLoader.load(FrameworkFactory.class, own)
                    .findFirst()
                    .orElseThrow(() -> Launch.NO_FRAMEWORK.failed("", null));
        } catch (ServiceConfigurationError e) {
            throw Launch.NO_FRAMEWORK.failed("", e);
        }
    }

    /** The packages that bundles can import, each with the versions in which the host has it. */
    Map<String, List<Version>> packages() {
        var packages = new HashMap<String, List<Version>>();
        Bundle system = framework.getBundleContext().getBundle();
        for (BundleCapability capability :
                system.adapt(BundleWiring.class)
                        .getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
            var attributes = capability.getAttributes();
            packages.computeIfAbsent(
                            (String) attributes.get(PackageNamespace.PACKAGE_NAMESPACE),
                            name -> new ArrayList<>())
                    .add(
                            (Version)
                                    attributes.getOrDefault(
                                            PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE,
                                            Version.emptyVersion));
        }
        return packages;
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
                            .installBundle(
                                    "mso:" + name + "#" + installed.incrementAndGet(),
                                    new ByteArrayInputStream(jar));
            Preflight.checkContent(name, bundle);
            start(bundle);
            return bundle;
        } catch (BundleException e) {
            uninstall(bundle);
            throw new Refusal(Launch.FRAMEWORK_FAILED.at(name, firstLine(e)), e);
        } catch (Refusal e) {
            uninstall(bundle);
            throw e;
        }
    }

    /** Threads that its activator starts inherit the bundle's class loader, and can be told. */
    private void start(Bundle bundle) throws BundleException {
        framework.adapt(FrameworkWiring.class).resolveBundles(List.of(bundle));
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            // The start says why it does not resolve.
            bundle.start();
            return;
        }
        Thread starting = Thread.currentThread();
        ClassLoader context = starting.getContextClassLoader();
        starting.setContextClassLoader(wiring.getClassLoader());
        try {
            bundle.start();
        } finally {
            starting.setContextClassLoader(context);
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

    /** The class loaders of what was taken out. */
    Departed departed() {
        return departed;
    }

    /** Takes a bundle out; one that cannot be is nobody's way any more, so this is only logged. */
    void uninstall(Bundle bundle) {
        try {
            if (bundle != null && bundle.getState() != Bundle.UNINSTALLED) {
                departed.leaves(bundle);
                bundle.uninstall();
            }
        } catch (BundleException | RuntimeException e) {
            LOG.warn("{} could not be uninstalled", bundle.getSymbolicName(), e);
        }
    }

    @Override
    public void close() {
        boolean interrupted = false;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            stop();
            while (true) {
                try {
                    long most = StepLimits.framework.toMillis();
                    if (framework.waitForStop(most).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                        // The directory is given back all the same: kept, it could not be used
                        // until the host ends, and each start unpacks into it anew.
                        LOG.warn("{}", Launch.FRAMEWORK_LINGERS.at(""));
                    }
                    break;
                } catch (InterruptedException e) {
                    // The data directory is given back next: the framework must be out of it.
                    interrupted = true;
                }
            }
        } finally {
            Thread.currentThread().setContextClassLoader(context);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** From a daemon: Felix stops on a thread that is one only if whoever asks for it is. */
    private void stop() {
        var stopping =
                Background.begin(
                        "mso-framework-stop",
                        () -> {
                            framework.stop();
                            return true;
                        });
        try {
            stopping.await(System.nanoTime() + StepLimits.framework.toNanos());
        } catch (ExecutionException e) {
            LOG.warn("the framework did not stop cleanly", e.getCause());
        } catch (TimeoutException e) {
            LOG.debug("the framework takes its time to stop");
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
