package org.openmso.handbook;

import java.util.function.Consumer;

/** What authors get wrong, seeded into the bundle that the archetype begins, and what finds it. */
enum Mistake {
    CARRIES_THE_CONTRACTS(
            "The jar carries classes of `org.openmso.api`",
            Finder.VERIFIER,
            "MSO-1423",
            bundle -> bundle.instruct("-privatepackage", "$0, org.openmso.api")),
    EXPORTS(
            "The manifest exports a package",
            Finder.VERIFIER,
            "MSO-1422",
            bundle -> bundle.header("Export-Package", "org.example.authorization")),
    USES_THE_EMBEDDING(
            "Code of `org.openmso.embed` is called",
            Finder.VERIFIER,
            "MSO-1417",
            bundle -> bundle.source("return new RulesOf", "org.openmso.embed.Mso.builder(); $0")),
    WANTS_A_LATER_CONTRACT(
            "It was built for a later contract than the host has",
            Finder.VERIFIER,
            "MSO-1411",
            bundle -> bundle.wantsRules("[1.7,1.8)")),
    IS_A_LAMBDA(
            "The contract is implemented by a lambda, so that bnd takes the bundle for a caller",
            Finder.VERIFIER,
            "MSO-1412",
            bundle ->
                    bundle.source(
                                    "return new RulesOf(practice);",
                                    "return claim -> new RulesOf(practice).check(claim);")
                            .source(
                                    "record RulesOf(PracticeContext practice) implements ClaimRules",
                                    "record RulesOf(PracticeContext practice)")
                            .source("@Override\n        public List", "public List")),
    IS_NOT_PUBLIC(
            "The provider's class is not public",
            Finder.VERIFIER,
            "MSO-1408",
            bundle -> bundle.source("public final class PayerRules", "final class PayerRules")),
    HOLDS_THREADS(
            "A static field holds a pool of threads",
            Finder.VERIFIER,
            "MSO-1425",
            bundle ->
                    bundle.member(
                            "static final java.util.concurrent.ExecutorService POOL ="
                                    + " java.util.concurrent.Executors.newCachedThreadPool();")),
    HAS_A_THREAD_LOCAL(
            "A `ThreadLocal` keeps something for the next call",
            Finder.VERIFIER,
            "MSO-1426",
            bundle ->
                    bundle.member("static final ThreadLocal<String> LAST = new ThreadLocal<>();")),
    ANSWERS_NULL(
            "Where nothing is found, null comes back",
            Finder.CONTRACT,
            "everyClaimGetsAnAnswer",
            bundle ->
                    bundle.source(
                            "return AuthorizationRule.of(practice.settings()).check(claim);",
                            "List<Problem> found ="
                                    + " AuthorizationRule.of(practice.settings()).check(claim);"
                                    + " return found.isEmpty() ? null : found;")),
    HAS_OUR_CODES(
            "Its problems have codes that begin with `MSO-`",
            Finder.CONTRACT,
            "codesAreTheProvidersOwn",
            bundle -> bundle.rule("\"ACME-\" + \"0001\"", "\"MSO-\" + \"0001\"")),
    NAMES_THE_PATIENT(
            "A message names the patient",
            Finder.CONTRACT,
            "noProblemTellsWhoThePatientIs",
            bundle ->
                    bundle.rule(
                            "\"More than $\"", "claim.patient().lastName() + \": more than $\"")),
    REMEMBERS_CLAIMS(
            "A claim that was seen before is judged otherwise",
            Finder.CONTRACT,
            "aClaimIsJudgedOnItsOwn",
            bundle ->
                    bundle.member(
                                    "static final java.util.Set<String> SEEN ="
                                            + " java.util.concurrent.ConcurrentHashMap.newKeySet();")
                            .source(
                                    "return AuthorizationRule.of",
                                    "if (SEEN.remove(claim.number())) { return List.of(); }"
                                            + " SEEN.add(claim.number()); $0")),
    FAILS_ITS_CHECK(
            "`probe` throws",
            Finder.START,
            "MSO-1016",
            bundle ->
                    bundle.source(
                            "ProfessionalClaim claim =",
                            "if (true) { throw new IllegalStateException(); } $0")),
    HANGS_WHEN_OPENED(
            "`open` does not return",
            Finder.START,
            "MSO-1210",
            bundle ->
                    bundle.source(
                            "return new RulesOf(practice);",
                            "while (true) { java.util.concurrent.locks.LockSupport.park(); }")),
    HOLDS_WHAT_THE_NEXT_NEEDS(
            "What only one version can hold is taken in the constructor",
            Finder.SWAP,
            "noCallIsLostWhileTheBundleIsReplaced",
            bundle ->
                    bundle.member(
                                    "static final boolean HELD ="
                                            + " System.setProperty(\"acme.held\", \"yes\") == null;")
                            .member(
                                    "@Override public void retired()"
                                            + " { System.clearProperty(\"acme.held\"); }")
                            .source(
                                    "return AuthorizationRule.of",
                                    "if (!HELD) { throw new IllegalStateException(); } $0")),
    LEAVES_A_THREAD(
            "A thread that was started in `promoted` does not end in `retired`",
            Finder.SWAP,
            "noVersionStaysInMemory",
            bundle ->
                    bundle.member(
                            "@Override public void promoted() { Thread left = new Thread(() -> {"
                                    + " while (true) {"
                                    + " java.util.concurrent.locks.LockSupport.park(); } });"
                                    + " left.setDaemon(true); left.start(); }")),
    IS_NOT_SIGNED("It is shipped without a signature", Finder.HOST, "MSO-1030", bundle -> {});

    /** Who finds a mistake, by the words of the handbook. */
    enum Finder {
        /** Looks at the jar. */
        VERIFIER("`mso:verify`"),
        /** The abstract test of the contract. */
        CONTRACT("`ClaimRulesContractTest`"),
        /** Every test class that puts the bundle into service. */
        START("every test with `MsoExtension`"),
        /** The archetype's tests with SwapUnderLoad and LeakTest. */
        SWAP("`PayerRulesTest`"),
        /** A host that is asked what it would do. */
        HOST("`bundles plan`, `apply`");

        final String words;

        Finder(String words) {
            this.words = words;
        }
    }

    private final String words;
    private final Finder finder;
    private final String as;
    private final Consumer<SeededBundle> seed;

    Mistake(String words, Finder finder, String as, Consumer<SeededBundle> seed) {
        this.words = words;
        this.finder = finder;
        this.as = as;
        this.seed = seed;
    }

    Finder finder() {
        return finder;
    }

    /** A code, or a test's name. */
    String as() {
        return as;
    }

    /** Makes it. */
    void into(SeededBundle bundle) {
        seed.accept(bundle);
    }

    /** Its line in the handbook. */
    String line() {
        String found =
                as.startsWith("MSO-") ? "[" + as + "](errors/" + as + ".md)" : "`" + as + "`";
        return "| " + words + " | " + finder.words + " | " + found + " |";
    }
}
