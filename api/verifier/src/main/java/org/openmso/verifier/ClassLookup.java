package org.openmso.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a class declares, as the bundle's class loader would find the class: contracts from
 * the host, {@code java} from the JDK, the rest inside the bundle.
 */
final class ClassLookup {
    private static final int KEPT = 2_000;
    private static final int DEEPEST = 200;

    private final BundleJar jar;
    private final Contracts contracts;

    private final Map<String, Optional<ClassFacts>> recent =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Optional<ClassFacts>> each) {
                    return size() > KEPT;
                }
            };

    ClassLookup(BundleJar jar, Contracts contracts) {
        this.jar = jar;
        this.contracts = contracts;
    }

    /** A class, empty where there is none or it cannot be read. */
    Optional<ClassFacts> find(String internalName) throws IOException, Rejected {
        Optional<ClassFacts> found = recent.get(internalName);
        if (found == null) {
            found = read(internalName);
            recent.put(internalName, found);
        }
        return found;
    }

    private Optional<ClassFacts> read(String internalName) throws IOException, Rejected {
        try {
            return classFile(internalName).map(ClassFacts::of);
        } catch (RuntimeException | StackOverflowError e) {
            // Unreadable: told where all classes are read, MSO-1443.
            return Optional.empty();
        } catch (Rejected e) {
            if (e.endsAll()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<byte[]> classFile(String internalName) throws IOException, Rejected {
        if (Contracts.isContracts(internalName)) {
            return contracts.classFile(internalName);
        }
        if (jar.home(internalName).isPresent()) {
            return Optional.of(jar.classFile(internalName));
        }
        try (InputStream in =
                ClassLoader.getPlatformClassLoader().getResourceAsStream(internalName + ".class")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** Whether a class is one of some others, or inherits from one. */
    boolean isA(String internalName, Set<String> others) throws IOException, Rejected {
        return others.contains(internalName)
                || walk(
                                internalName,
                                facts ->
                                        others.contains(facts.superName())
                                                || facts.interfaces().stream()
                                                        .anyMatch(others::contains))
                        == Answer.YES;
    }

    /** What is asked of a class and all it inherits from. */
    interface Question {
        boolean holds(ClassFacts facts) throws IOException, Rejected;
    }

    /** Whether something holds for one of a class and those it inherits from. */
    enum Answer {
        YES,
        NO,
        /** One of them is not here, so nobody knows. */
        UNKNOWN
    }

    /** Asks a class and all that it inherits from, interfaces too. */
    Answer walk(String internalName, Question question) throws IOException, Rejected {
        var seen = new HashSet<String>();
        Deque<String> open = new ArrayDeque<>();
        open.add(internalName);
        boolean isWhole = true;
        while (!open.isEmpty() && seen.size() < DEEPEST) {
            String name = open.poll();
            if (name.isEmpty() || !seen.add(name)) {
                continue;
            }
            Optional<ClassFacts> facts = find(name);
            if (facts.isEmpty()) {
                isWhole = false;
            } else if (question.holds(facts.get())) {
                return Answer.YES;
            } else {
                open.add(facts.get().superName());
                open.addAll(facts.get().interfaces());
            }
        }
        return isWhole && open.isEmpty() ? Answer.NO : Answer.UNKNOWN;
    }
}
