package org.openmso.embed.bundles.hostile;

import org.openmso.embed.bundles.hostile.HostileBilling.Harm;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Harms its host when its bundle starts or stops, in the way that the bundle's headers say. */
public final class HostileActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        harm(context, "Harm-When-Started");
    }

    @Override
    public void stop(BundleContext context) {
        harm(context, "Harm-When-Stopped");
    }

    private static void harm(BundleContext context, String when) {
        String harm = context.getBundle().getHeaders().get(when);
        Harm.doIt(harm == null ? "nothing" : harm);
    }
}
