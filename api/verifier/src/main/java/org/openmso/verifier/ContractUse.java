package org.openmso.verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.openmso.verifier.ClassLookup.Answer;

/** Whether what the code uses of the contracts is there, and what they ask of it is done. */
final class ContractUse {
    private static final int NOT_AN_IMPLEMENTATION =
            Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;

    private final ClassLookup lookup;
    private final Contracts contracts;
    private final Findings findings;

    ContractUse(ClassLookup lookup, Contracts contracts, Findings findings) {
        this.lookup = lookup;
        this.contracts = contracts;
        this.findings = findings;
    }

    /** A type of the contracts is named; one of a package that the host lacks was told before. */
    void checkType(String place, Optional<String> library, String type) {
        if (contracts.version(ClassNames.packageOf(type)).isPresent() && find(type).isEmpty()) {
            tell(place, library, ClassNames.readable(type));
        }
    }

    /** A method of a contract's type is called. */
    void checkMethod(String place, Optional<String> library, String owner, String method) {
        Optional<ClassFacts> facts = find(owner);
        if (facts.isEmpty()) {
            return;
        }
        boolean isMissing =
                method.startsWith("<init>")
                        ? !facts.get().methods().containsKey(method)
                        : walk(owner, each -> each.methods().containsKey(method)) == Answer.NO;
        if (isMissing) {
            tell(place, library, ClassNames.readable(owner) + "#" + readable(method));
        }
    }

    /** A field of a contract's type is used. */
    void checkField(
            String place, Optional<String> library, String owner, String field, String type) {
        if (find(owner).isPresent()
                && walk(owner, each -> each.fields().contains(field + type)) == Answer.NO) {
            tell(place, library, ClassNames.readable(owner) + "." + field);
        }
    }

    private void tell(String place, Optional<String> library, String what) {
        if (library.isPresent()) {
            findings.addOf(
                    library.get(),
                    Check.CONTRACT_MEMBER_MISSING,
                    "It uses what the host's contracts do not have:",
                    what);
        } else {
            findings.add(
                    Check.CONTRACT_MEMBER_MISSING,
                    ClassNames.readable(place),
                    "It uses " + what + ", which the host's contracts do not have.");
        }
    }

    /** A class must have every method of each contract's interface that it implements. */
    void checkImplements(ClassFacts facts) {
        if (facts.isInterface() || facts.isAbstract()) {
            return;
        }
        Map<String, String> asked = new LinkedHashMap<>();
        walk(
                facts.name(),
                each -> {
                    if (each.isInterface() && Contracts.isContracts(each.name())) {
                        each.methods()
                                .forEach(
                                        (method, access) -> {
                                            if ((access & Opcodes.ACC_ABSTRACT) != 0) {
                                                asked.put(method, each.name());
                                            }
                                        });
                    }
                    return false;
                });
        asked.forEach(
                (method, contract) -> {
                    Answer isDone =
                            walk(
                                    facts.name(),
                                    each ->
                                            (each.methods()
                                                                    .getOrDefault(
                                                                            method,
                                                                            NOT_AN_IMPLEMENTATION)
                                                            & NOT_AN_IMPLEMENTATION)
                                                    == 0);
                    if (isDone == Answer.NO) {
                        findings.add(
                                Check.CONTRACT_NOT_IMPLEMENTED,
                                ClassNames.readable(facts.name()),
                                "It implements "
                                        + ClassNames.readable(contract)
                                        + ", but has no "
                                        + readable(method)
                                        + ", which the host's version asks for.");
                    }
                });
    }

    /** {@code next(Ljava/lang/String;)J} becomes {@code next(java.lang.String)}. */
    private static String readable(String method) {
        int at = method.indexOf('(');
        var text = new StringBuilder(method.substring(0, at)).append('(');
        String separator = "";
        for (var type : Type.getArgumentTypes(method.substring(at))) {
            text.append(separator).append(type.getClassName());
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private Optional<ClassFacts> find(String type) {
        try {
            return lookup.find(type);
        } catch (Rejected e) {
            throw new Stopped(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer walk(String type, ClassLookup.Question question) {
        try {
            return lookup.walk(type, question);
        } catch (Rejected e) {
            throw new Stopped(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
