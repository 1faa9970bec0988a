package org.openmso.embed.bundles.odd;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Throws when its bundle starts. */
public final class ThrowingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("does not start");
    }

    @Override
    public void stop(BundleContext context) {}
}
