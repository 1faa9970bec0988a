package org.openmso.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.openmso.api.billing.Billing;

/** What a host would write with the JDK's own means: entitlement and lease in a proxy. */
final class CheckedProxy {
    private final Billing service;
    private final String practice;
    private final String capability;
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private volatile Map<String, Set<String>> entitled;
    private volatile boolean closed;

    private CheckedProxy(Billing service, String practice, String capability) {
        this.service = service;
        this.practice = practice;
        this.capability = capability;
        this.entitled = Map.of(practice, Set.of("fhir", capability));
    }

    static Billing before(Billing service, String practice, String capability) {
        var checked = new CheckedProxy(service, practice, capability);
        return (Billing)
                Proxy.newProxyInstance(
                        Billing.class.getClassLoader(),
                        new Class<?>[] {Billing.class},
                        (proxy, method, arguments) -> checked.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (!entitled.getOrDefault(practice, Set.of()).contains(capability)) {
            throw new IllegalStateException("not entitled");
        }
        entered.increment();
        try {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            left.increment();
        }
    }
}
