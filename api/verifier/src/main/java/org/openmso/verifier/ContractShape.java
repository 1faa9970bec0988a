package org.openmso.verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a contract may take and return: values, and callbacks of the contracts. The same rules as
 * the project's own contracts keep; a contract that a bundle brings must keep them before it can
 * become one of the host's.
 */
final class ContractShape {
    private static final Set<String> VALUES =
            Set.of(
                    "void",
                    "boolean",
                    "byte",
                    "short",
                    "int",
                    "long",
                    "char",
                    "java.lang.Boolean",
                    "java.lang.Integer",
                    "java.lang.Long",
                    "java.lang.String",
                    "java.math.BigDecimal",
                    "java.math.BigInteger",
                    "java.nio.file.Path",
                    "java.util.UUID",
                    // A snapshot that is a class for the sake of constant-time look-ups.
                    "org.openmso.api.registry.RegistrySnapshot");

    private static final Set<String> CONTAINERS =
            Set.of("java.util.List", "java.util.Map", "java.util.Set", "java.util.Collection");

    private static final Set<String> LAZY =
            Set.of(
                    "java.lang.Iterable",
                    "java.util.Iterator",
                    "java.util.Spliterator",
                    "java.util.Enumeration",
                    "java.util.concurrent.Callable",
                    "java.util.concurrent.Future",
                    "java.util.concurrent.CompletableFuture",
                    "java.util.concurrent.CompletionStage",
                    "java.util.concurrent.Flow$Publisher");

    private final BundleJar jar;
    private final ClassLookup lookup;
    private final Findings findings;

    ContractShape(BundleJar jar, ClassLookup lookup, Findings findings) {
        this.jar = jar;
        this.lookup = lookup;
        this.findings = findings;
    }

    /** Looks at each method of a contract. */
    void check(byte[] classFile) {
        var reader = new ClassReader(classFile);
        String contract = ClassNames.readable(reader.getClassName());
        if ((reader.getAccess() & Opcodes.ACC_INTERFACE) == 0) {
            findings.add(Check.CONTRACT_SHAPE, contract, "It has @Contract, but is no interface.");
        }
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            String generic,
                            String[] exceptions) {
                        if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0) {
                            checkMethod(
                                    contract + "#" + name,
                                    GenericType.read(descriptor, generic, exceptions));
                        }
                        return null;
                    }
                },
                ClassReader.SKIP_CODE);
    }

    private void checkMethod(String place, GenericType.Signature signature) {
        checkResult(place, "returns", signature.result(), true);
        for (GenericType parameter : signature.parameters()) {
            checkArgument(place, parameter);
        }
        for (GenericType thrown : signature.thrown()) {
            if (!thrown.name().startsWith("org.openmso.api.")) {
                tell(place, "throws", thrown, "exceptions of contracts are MsoException's");
            }
        }
    }

    /** An argument: a value, or something of the host that is used within the call. */
    private void checkArgument(String place, GenericType type) {
        if (CONTAINERS.contains(type.name())) {
            type.arguments().forEach(each -> checkArgument(place, each));
        } else if (!isOfContracts(type, true)) {
            checkResult(place, "takes", type, false);
        }
    }

    /** A value; {@code Optional} where it comes back. */
    private void checkResult(String place, String verb, GenericType type, boolean optional) {
        boolean isHolder =
                CONTAINERS.contains(type.name())
                        || optional && type.name().equals("java.util.Optional");
        if (isHolder && !type.arguments().isEmpty()) {
            type.arguments().forEach(each -> checkResult(place, verb, each, false));
        } else if (!VALUES.contains(type.name())
                && !type.name().startsWith("java.time.")
                && !isOfContracts(type, false)) {
            tell(place, verb, type, reason(type));
        }
    }

    private String reason(GenericType type) {
        String name = type.name();
        if (jar.home(name.replace('.', '/')).isPresent()) {
            return "a type of the bundle, which no host sees";
        }
        if (name.equals("double") || name.equals("float")) {
            return "no amount is exact in it";
        }
        if (LAZY.contains(name)
                || name.startsWith("java.util.stream.")
                || name.startsWith("java.util.function.")
                || name.startsWith("java.io.")) {
            return "it would outlive the call, and with it the bundle";
        }
        return "it is no value";
    }

    private void tell(String place, String verb, GenericType type, String reason) {
        findings.add(Check.CONTRACT_SHAPE, place, "It " + verb + " " + type + ": " + reason + ".");
    }

    /** Values of the contracts are checked when they are built; callbacks are arguments only. */
    private boolean isOfContracts(GenericType type, boolean isArgument) {
        String name = type.name().replace('.', '/');
        if (!Contracts.isContracts(name)) {
            return false;
        }
        Optional<ClassFacts> facts;
        try {
            facts = lookup.find(name);
        } catch (Rejected e) {
            throw new Stopped(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts.filter(each -> isArgument ? each.isInterface() : isValue(each)).isPresent();
    }

    private static boolean isValue(ClassFacts facts) {
        return facts.isRecord() || facts.isEnum() || facts.isSealed();
    }
}
