package org.openmso.verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the classes do: read one after the other, once each. */
final class CodeChecks {
    /** Class file version of Java 17; each Java after it has one more. */
    private static final int OF_JAVA_17 = 61;

    private static final int NEWEST_READABLE = Opcodes.V28;

    private static final Set<String> POOLS =
            Set.of("java/util/concurrent/ExecutorService", "java/lang/Thread", "java/util/Timer");
    private static final Set<String> THREAD_LOCALS = Set.of("java/lang/ThreadLocal");
    private static final Set<String> LEVELS = Set.of("java/util/logging/Level");

    private final BundleJar jar;
    private final ManifestChecks manifest;
    private final HostPackages host;
    private final ClassLookup lookup;
    private final ContractUse contractUse;
    private final Findings findings;
    private final int declared;
    private final Set<String> providers = new HashSet<>();

    CodeChecks(
            BundleJar jar,
            ManifestChecks manifest,
            HostPackages host,
            ClassLookup lookup,
            ContractUse contractUse,
            Findings findings) {
        this.jar = jar;
        this.manifest = manifest;
        this.host = host;
        this.lookup = lookup;
        this.contractUse = contractUse;
        this.findings = findings;
        this.declared = JavaVersion.declared(jar, findings);
        jar.capabilities()
                .forEach(each -> providers.add(each.parameter("provider", "").replace('.', '/')));
    }

    /** Reads all classes on the bundle's class path. */
    void check() throws IOException, Rejected {
        for (String name : new TreeSet<>(jar.classNames())) {
            ClassPathElement home = jar.home(name).orElseThrow();
            Optional<String> library = jar.libraryOf(home, name);
            try {
                read(name, jar.classFile(name), library);
            } catch (Rejected e) {
                if (e.endsAll()) {
                    throw e;
                }
                findings.add(place(home, name), e);
            } catch (Stopped e) {
                throw e.reason();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (RuntimeException | StackOverflowError e) {
                findings.add(
                        Check.CLASS_UNREADABLE,
                        place(home, name),
                        "This is no class file that Java could load.");
            }
        }
    }

    private static String place(ClassPathElement home, String name) {
        return (home.isNested() ? home.name() + "!" : "") + ClassNames.readable(name);
    }

    private void read(String name, byte[] bytes, Optional<String> library)
            throws IOException, Rejected {
        if (bytes.length < 10 || bytes[0] != (byte) 0xCA || bytes[1] != (byte) 0xFE) {
            throw new IllegalArgumentException("no class file");
        }
        int version = (bytes[6] & 0xFF) << 8 | bytes[7] & 0xFF;
        boolean isPreview = bytes[4] == (byte) 0xFF && bytes[5] == (byte) 0xFF;
        checkVersion(name, version, isPreview, library);
        if (version > NEWEST_READABLE) {
            return;
        }
        var reader = new ClassReader(bytes);
        if (!reader.getClassName().equals(name) && library.isEmpty()) {
            throw new IllegalArgumentException("it is named " + reader.getClassName());
        }
        reader.accept(
                new ClassUse(new Listener(name, library)),
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (library.isEmpty()) {
            ClassFacts facts = ClassFacts.of(bytes);
            contractUse.checkImplements(facts);
            if (facts.isContract()) {
                new ContractShape(jar, lookup, findings).check(bytes);
            }
        }
    }

    private void checkVersion(
            String name, int version, boolean isPreview, Optional<String> library) {
        int java = version - OF_JAVA_17 + 17;
        if (version > OF_JAVA_17 && java > declared || isPreview && version >= OF_JAVA_17) {
            String which = isPreview ? "preview features of Java " + java : "Java " + java;
            tell(
                    Check.CLASS_TOO_NEW,
                    library,
                    name,
                    "It was compiled for " + which + "; the bundle says it needs " + declared + ".",
                    "Classes were compiled for a newer Java than the bundle says it needs:");
        }
    }

    /** The author's own code is told place by place, a library by examples. */
    private void tell(
            Check check, Optional<String> library, String place, String message, String lead) {
        if (library.isPresent()) {
            findings.addOf(library.get(), check, lead, ClassNames.readable(place));
        } else {
            findings.add(check, ClassNames.readable(place), message);
        }
    }

    private final class Listener implements ClassUse.Listener {
        private final String name;
        private final Optional<String> library;
        private final Set<String> seen = new LinkedHashSet<>();

        Listener(String name, Optional<String> library) {
            this.name = name;
            this.library = library;
        }

        private boolean isA(String type, Set<String> others) {
            try {
                return lookup.isA(type, others);
            } catch (Rejected e) {
                throw new Stopped(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void told(Check check, String method, String message, String lead) {
            tell(check, library, method.isEmpty() ? name : name + "#" + method, message, lead);
        }

        @Override
        public void type(String used) {
            String element = used.startsWith("[") ? Type.getType(used).getInternalName() : used;
            if (seen.add(element)) {
                String where = ClassNames.packageOf(element);
                if (!HostPackages.isJava(where)) {
                    checkType(element, where);
                }
            }
        }

        private void checkType(String used, String where) {
            if (jar.home(used).isPresent()) {
                return;
            }
            if (where.startsWith("org.openmso.embed")) {
                told(
                        Check.USES_EMBED,
                        "",
                        "It uses " + ClassNames.readable(used) + ".",
                        "It uses the embedding:");
            } else if (host.isPrivate(where) && (library.isEmpty() || manifest.imports(where))) {
                told(
                        Check.PRIVATE_API,
                        "",
                        "It uses " + ClassNames.readable(used) + ".",
                        "It uses packages of Java that are not public:");
            } else if (manifest.imports(where)) {
                if (Contracts.isContracts(used)) {
                    contractUse.checkType(name, library, used);
                }
            } else if (library.isPresent()) {
                if (!jar.hasPackage(where)) {
                    findings.addOf(
                            library.get(),
                            Check.PACKAGE_NOT_IMPORTED,
                            "It refers to packages that are neither in the bundle nor imported:",
                            where);
                }
            } else {
                findings.add(
                        Check.PACKAGE_NOT_IMPORTED,
                        ClassNames.readable(name),
                        jar.hasPackage(where)
                                ? "It refers to "
                                        + ClassNames.readable(used)
                                        + ", which is not in the bundle."
                                : "It refers to package "
                                        + where
                                        + ", which is neither in the bundle nor imported.");
            }
        }

        @Override
        public void ownField(int access, String field, Type type) {
            if (type.getSort() != Type.OBJECT) {
                return;
            }
            String kind = type.getInternalName();
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            if (isStatic && isA(kind, POOLS)) {
                told(
                        Check.STATIC_POOL,
                        field,
                        "Threads that a static field holds keep running when the bundle is"
                                + " replaced.",
                        "Static fields hold threads:");
            }
            if (isA(kind, THREAD_LOCALS)) {
                told(
                        Check.THREAD_LOCAL,
                        field,
                        "What a ThreadLocal holds stays on the host's threads, and the bundle's"
                                + " classes with it.",
                        "It has ThreadLocals:");
            }
        }

        @Override
        public void ownMethod(int access, String method, String descriptor) {
            if ((access & Opcodes.ACC_NATIVE) != 0) {
                told(Check.NATIVE, method, "The method is native.", "It has native methods:");
            }
        }

        @Override
        public void call(String within, String owner, String method, String descriptor) {
            RiskyCalls.of(owner, method).ifPresent(check -> risky(check, within, owner, method));
            boolean isMaking = within.equals("<clinit>") || within.equals("<init>");
            if (isMaking && RiskyCalls.mayStart(method)) {
                checkStart(within, owner, method);
            }
            if (method.equals("<init>") && within.equals("<clinit>") && isA(owner, LEVELS)) {
                told(
                        Check.LOGGING_SETUP,
                        within,
                        "It makes a level of java.util.logging, which the JVM keeps for ever.",
                        "It makes levels of java.util.logging, which the JVM keeps for ever:");
            }
            if (Contracts.isContracts(owner) && manifest.imports(ClassNames.packageOf(owner))) {
                contractUse.checkMethod(name + "#" + within, library, owner, method + descriptor);
            }
        }

        private void risky(Check check, String within, String owner, String method) {
            String what = ClassNames.readable(owner) + "." + method;
            if (library.isPresent()) {
                String example = what + " in " + ClassNames.readable(name);
                findings.addOf(library.get(), check, "It calls", example);
            } else {
                findings.add(
                        check, ClassNames.readable(name) + "#" + within, "It calls " + what + ".");
            }
        }

        private void checkStart(String within, String owner, String method) {
            // super(...) of a pool of one's own starts nothing.
            boolean isOwnSuper = method.equals("<init>") && within.equals("<init>");
            if (isOwnSuper && isA(name, RiskyCalls.starters(method))) {
                return;
            }
            if (!isA(owner, RiskyCalls.starters(method))) {
                return;
            }
            boolean isCertain = within.equals("<clinit>") || providers.contains(name);
            String message =
                    "It starts a thread while "
                            + (within.equals("<clinit>") ? "the class loads" : "an object is made")
                            + ", before the bundle is in service"
                            + (isCertain ? "." : " if this object is made early.");
            if (library.isPresent()) {
                told(
                        Check.STARTS_EARLY,
                        within,
                        message,
                        "It starts threads while classes load or objects are made:");
            } else {
                findings.add(
                        Check.STARTS_EARLY,
                        isCertain ? Severity.ERROR : Severity.WARNING,
                        ClassNames.readable(name) + "#" + within,
                        message);
            }
        }

        @Override
        public void field(String within, String owner, String field, String descriptor) {
            if (Contracts.isContracts(owner) && manifest.imports(ClassNames.packageOf(owner))) {
                contractUse.checkField(name + "#" + within, library, owner, field, descriptor);
            }
        }

        @Override
        public void lambda(String within, String type, String method, String descriptor) {
            if (Contracts.isContracts(type) && manifest.imports(ClassNames.packageOf(type))) {
                contractUse.checkMethod(name + "#" + within, library, type, method + descriptor);
            }
        }
    }
}
