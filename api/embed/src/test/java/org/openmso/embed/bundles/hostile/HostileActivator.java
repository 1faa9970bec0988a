package org.openmso.embed.bundles.hostile;

import org.openmso.embed.bundles.hostile.HostileBilling.Harm;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Harms its host when its bundle starts or stops. */
public class HostileActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {}

    @Override
    public void stop(BundleContext context) {}

    /** Does not return from its start. */
    public static final class LoopsWhenStarted extends HostileActivator {
        @Override
        public void start(BundleContext context) {
            Harm.doIt("loop");
        }
    }

    /** Does not return from its stop. */
    public static final class LoopsWhenStopped extends HostileActivator {
        @Override
        public void stop(BundleContext context) {
            Harm.doIt("loop");
        }
    }

    /** Throws an error when started. */
    public static final class ThrowsError extends HostileActivator {
        @Override
        public void start(BundleContext context) {
            Harm.doIt("error");
        }
    }

    /** Starts a thread when started, and never ends it. */
    public static final class StartsThread extends HostileActivator {
        @Override
        public void start(BundleContext context) {
            Harm.doIt("thread");
        }
    }

    /** Starts a thread when started that keeps the JVM from ending. */
    public static final class StartsObstinateThread extends HostileActivator {
        @Override
        public void start(BundleContext context) {
            Harm.doIt("obstinate thread");
        }
    }

    /** Ends the process when started. */
    public static final class ExitsWhenStarted extends HostileActivator {
        @Override
        public void start(BundleContext context) {
            Harm.doIt("exit");
        }
    }

    /** Takes all memory when started. */
    public static final class AllocatesWhenStarted extends HostileActivator {
        @Override
        public void start(BundleContext context) {
            Harm.doIt("allocate");
        }
    }
}
