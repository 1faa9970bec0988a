package org.openmso.verifier;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/** What the bundle provides: the contract, and the class that OpenMSO makes an object of. */
final class ProviderChecks {
    private static final String CAPABILITY = "org/openmso/api/spi/Capability";

    /** The kernel's: read once for the whole installation, so its provider is no Capability. */
    /** Their providers implement the contract itself. */
    private static final Set<String> KERNEL =
            Set.of("org/openmso/api/registry/Registry", "org/openmso/api/store/Store");

    private final BundleJar jar;
    private final ClassLookup lookup;
    private final Findings findings;

    ProviderChecks(BundleJar jar, ClassLookup lookup, Findings findings) {
        this.jar = jar;
        this.lookup = lookup;
        this.findings = findings;
    }

    /** Looks at each capability. */
    void check() throws IOException, Rejected {
        List<HeaderClause> capabilities = jar.capabilities();
        if (capabilities.isEmpty()) {
            findings.add(
                    Check.NO_CAPABILITY,
                    "Provide-Capability",
                    "The bundle provides no org.openmso.capability: OpenMSO has no use for it.");
        }
        for (HeaderClause capability : capabilities) {
            checkContract(capability.parameter("contract", ""));
            checkProvider(
                    capability.parameter("provider", ""), capability.parameter("contract", ""));
        }
    }

    private void checkContract(String contract) throws IOException, Rejected {
        String name = contract.replace('.', '/');
        Optional<ClassFacts> facts =
                Contracts.isContracts(name) ? lookup.find(name) : Optional.empty();
        if (facts.isEmpty()) {
            findings.add(
                    Check.CONTRACT_UNKNOWN,
                    "Provide-Capability",
                    contract.isEmpty()
                            ? "The capability names no contract."
                            : "The host has no contract " + contract + ".");
        } else if (!facts.get().isInterface() || !facts.get().isContract()) {
            findings.add(
                    Check.CONTRACT_UNKNOWN,
                    "Provide-Capability",
                    contract + " is no interface with @Contract.");
        }
    }

    private void checkProvider(String provider, String contract) throws IOException, Rejected {
        String name = provider.replace('.', '/');
        if (provider.isEmpty() || jar.home(name).isEmpty()) {
            findings.add(
                    Check.PROVIDER_MISSING,
                    "Provide-Capability",
                    provider.isEmpty()
                            ? "The capability names no provider."
                            : "The provider " + provider + " is not in the bundle.");
            return;
        }
        Optional<ClassFacts> found = lookup.find(name);
        if (found.isPresent()) {
            checkMaking(provider, found.get());
            checkKind(provider, name, contract);
        }
    }

    private void checkMaking(String provider, ClassFacts facts) {
        if (!facts.isPublic()) {
            // The constructor that the compiler adds is as public as the class.
            findings.add(Check.PROVIDER_UNUSABLE, provider, "The provider is not public.");
            return;
        }
        if (facts.isInterface() || facts.isAbstract()) {
            findings.add(Check.PROVIDER_UNUSABLE, provider, "The provider is abstract.");
            return;
        }
        Integer constructor = facts.methods().get("<init>()V");
        if (constructor == null || (constructor & Opcodes.ACC_PUBLIC) == 0) {
            findings.add(
                    Check.PROVIDER_UNUSABLE,
                    provider,
                    "The provider has no public constructor without arguments.");
        }
    }

    private void checkKind(String provider, String name, String contract)
            throws IOException, Rejected {
        String internal = contract.replace('.', '/');
        String kind = KERNEL.contains(internal) ? internal : CAPABILITY;
        if (!lookup.isA(name, Set.of(kind))) {
            findings.add(
                    Check.PROVIDER_OF_OTHER,
                    provider,
                    "The provider does not implement " + ClassNames.readable(kind) + ".");
            return;
        }
        var other = new StringBuilder();
        lookup.walk(name, facts -> names(facts.signature(), contract, other));
        if (!other.isEmpty()) {
            findings.add(
                    Check.PROVIDER_OF_OTHER,
                    provider,
                    "The provider is a Capability of "
                            + other
                            + ", but the manifest says "
                            + contract
                            + ".");
        }
    }

    /** Notes the contract in {@code Capability<X>} where it is another. */
    private static boolean names(String signature, String contract, StringBuilder other) {
        String start = "L" + CAPABILITY + "<L";
        int at = signature.indexOf(start);
        int end = signature.indexOf(';', Math.max(at, 0));
        if (at < 0 || end < at + start.length()) {
            return false;
        }
        String argument = ClassNames.readable(signature.substring(at + start.length(), end));
        if (!argument.equals(contract)) {
            other.append(argument);
        }
        return true;
    }
}
