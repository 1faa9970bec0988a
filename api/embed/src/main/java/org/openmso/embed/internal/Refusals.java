package org.openmso.embed.internal;

import java.time.Duration;
import java.util.stream.Collectors;
import org.openmso.api.Actor;
import org.openmso.api.CapabilityBusy;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Contract;
import org.openmso.api.MsoException;
import org.openmso.api.NotEntitled;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.Tier;
import org.openmso.api.UnknownPractice;
import org.openmso.api.registry.RegistrySnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The words in which a call is refused. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger("org.openmso.calls");

    private Refusals() {}

    static NotEntitled notEntitled(
            RegistrySnapshot registry, Practice practice, String capability, Actor actor) {
        LOG.info(
                "refused: {} of practice {} to {} {}",
                capability,
                practice.id(),
                actor.side(),
                actor.id());
        var tiers = registry.tiersWith(capability);
        String which =
                tiers.isEmpty()
                        ? "No tier includes it."
                        : "These tiers include it: "
                                + tiers.stream().map(Tier::id).collect(Collectors.joining(", "))
                                + ".";
        return new NotEntitled(
                Problem.error(
                        "MSO-1201",
                        practice.id() + "/" + capability,
                        "The tier "
                                + practice.tier()
                                + " of practice "
                                + practice.id()
                                + " does not include "
                                + capability
                                + ". "
                                + which,
                        tiers.isEmpty()
                                ? "Add " + capability + " to a tier in the registry file."
                                : "Move the practice to one of these tiers, or do without."));
    }

    static UnknownPractice unknownPractice(String practice) {
        return new UnknownPractice(
                Problem.error(
                        "MSO-1202",
                        practice,
                        "No practice of this id is in the registry file.",
                        "Check the spelling, or add the practice to the registry file and reload it."));
    }

    static CapabilityUnavailable notLoaded(String capability) {
        return new CapabilityUnavailable(
                Problem.error(
                        "MSO-1203",
                        capability,
                        "The tier includes "
                                + capability
                                + ", but no bundle in service provides it.",
                        "See the health of OpenMSO: it names the bundle that could not be taken into service, and why."));
    }

    static MsoException notAContract(Class<?> type) {
        return new MsoException(
                Problem.error(
                        "MSO-1204",
                        type.getName(),
                        "This is not the contract of a capability.",
                        "Ask with an interface that carries @Contract, for example org.openmso.api.billing.Billing."));
    }

    static CapabilityUnavailable notOpened(
            String practice, String capability, String particulars, Throwable cause) {
        return new CapabilityUnavailable(
                Problem.error(
                        "MSO-1205",
                        practice + "/" + capability,
                        "The bundle could not open "
                                + capability
                                + " for this practice. "
                                + particulars,
                        "The exception's cause, if any, is the bundle's; the next call tries again. Other"
                                + " practices are not touched."),
                cause);
    }

    static CapabilityTimedOut notOpenInTime(String practice, Class<?> contract, Duration within) {
        return new CapabilityTimedOut(
                Problem.error(
                        "MSO-1210",
                        practice + "/" + contract.getAnnotation(Contract.class).value(),
                        "The bundle did not open it for this practice within "
                                + within.toMillis()
                                + " ms.",
                        "See in a thread dump where the thread mso-open-"
                                + practice
                                + " is, and tell the bundle's author: open returns soon, and waits for"
                                + " nobody."));
    }

    static CapabilityUnavailable closed() {
        return new CapabilityUnavailable(
                Problem.error(
                        "MSO-1206",
                        "",
                        "OpenMSO was closed.",
                        "Start it again; facades of a closed one do not come back."));
    }

    static CapabilityTimedOut timedOut(String capability, Duration deadline) {
        return timedOut(
                capability,
                "The call did not return within " + deadline.toMillis() + " ms; it was given up.",
                "Whether it took effect is unknown: look before you repeat it. The health of OpenMSO"
                        + " says whether the bundle keeps failing.");
    }

    static CapabilityTimedOut abandoned(String capability) {
        return timedOut(
                capability,
                "The call was not made: it is part of one that was given up.",
                "Nobody waits for this code any more; it should end.");
    }

    private static CapabilityTimedOut timedOut(String capability, String cause, String fix) {
        return new CapabilityTimedOut(Problem.error("MSO-1207", capability, cause, fix));
    }

    static CapabilityBusy busy(String capability, int concurrency) {
        return new CapabilityBusy(
                Problem.error(
                        "MSO-1208",
                        capability,
                        "All "
                                + concurrency
                                + " calls that the host grants are inside; this one was not made.",
                        "Repeat it later. Calls that were given up count until their code returns."));
    }

    static MsoException inACircle(String capability) {
        return new MsoException(
                Problem.error(
                        "MSO-1209",
                        capability,
                        "This call is inside " + Gate.MOST_NESTED + " others of its kind already.",
                        "Look for bundles that call each other in a circle, and tell their authors."));
    }
}
