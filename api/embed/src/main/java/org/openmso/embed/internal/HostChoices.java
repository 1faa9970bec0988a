package org.openmso.embed.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.openmso.api.host.NamedInput;
import org.openmso.api.host.Sequences;
import org.openmso.embed.CallLimits;
import org.openmso.embed.Database;
import org.openmso.embed.OnFailing;
import org.openmso.embed.Trust;

/**
 * What a host decided.
 *
 * @param registry the registry file
 * @param data the data directory
 * @param sequences durable counters; null for files of the data directory
 * @param database where the bundles' data is kept
 * @param bundles the class path with the host's own bundles
 * @param store where applied bundles are kept; null for a part of the data directory
 * @param trust whose bundles may be applied
 * @param limits what is granted to calls, by capability
 * @param onFailing what becomes of a bundle that keeps failing
 * @param drain how long to wait for calls inside what leaves
 */
public record HostChoices(
        NamedInput registry,
        Path data,
        Clock clock,
        Sequences sequences,
        Database database,
        ClassLoader bundles,
        Path store,
        Trust trust,
        Map<String, CallLimits> limits,
        OnFailing onFailing,
        Duration drain) {}
