package org.openmso.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Stands in a static field where each run of a class shall have another {@link MsoExtension}: a
 * class's statics are set once.
 */
final class Forwarding implements BeforeAllCallback, AfterAllCallback {
    MsoExtension host;

    @Override
    public void beforeAll(ExtensionContext context) {
        host = MsoExtensionTest.host();
        host.beforeAll(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        host.afterAll(context);
    }
}
