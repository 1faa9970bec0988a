package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that the classes show. */
class CodeTest {
    private static final String METHOD = "void run() throws Exception";

    @TempDir private Path folder;

    private Verdict on(Author author) {
        return Verdict.on(author.jar(folder));
    }

    @Test
    void aProviderThatIsNotPackedIsTold() {
        on(Author.ofSoundBundle().without("acme/coding/Provider.class"))
                .is(
                        Check.PROVIDER_MISSING,
                        Severity.ERROR,
                        "Provide-Capability",
                        "acme.coding.Provider");
    }

    @Test
    void aProviderThatIsNotPublicIsTold() {
        on(Author.ofSoundBundle().provider("public class", "class"))
                .is(Check.PROVIDER_UNUSABLE, Severity.ERROR, "acme.coding.Provider", "not public");
    }

    @Test
    void anAbstractProviderIsTold() {
        on(Author.ofSoundBundle().provider("public class", "public abstract class"))
                .is(Check.PROVIDER_UNUSABLE, Severity.ERROR, "acme.coding.Provider", "abstract");
    }

    @Test
    void aProviderWhoseConstructorTakesSomethingIsTold() {
        on(Author.ofSoundBundle()
                        .provider(
                                "public FhirIntake", "public Provider(int i) {} public FhirIntake"))
                .is(
                        Check.PROVIDER_UNUSABLE,
                        Severity.ERROR,
                        "acme.coding.Provider",
                        "no public constructor");
    }

    @Test
    void aProviderThatIsNoCapabilityIsTold() {
        on(Author.ofSoundBundle().provider("implements Capability<FhirIntake>", ""))
                .is(
                        Check.PROVIDER_OF_OTHER,
                        Severity.ERROR,
                        "acme.coding.Provider",
                        "does not implement org.openmso.api.spi.Capability");
    }

    @Test
    void aProviderOfAnotherContractIsTold() {
        on(Author.ofSoundBundle()
                        .header(
                                "Import-Package",
                                "org.openmso.api.billing;version=\"[1.0,1.1)\", *")
                        .provider(
                                "contract = FhirIntake.class",
                                "contract = org.openmso.api.billing.Billing.class"))
                .is(
                        Check.PROVIDER_OF_OTHER,
                        Severity.ERROR,
                        "acme.coding.Provider",
                        "org.openmso.api.fhir.FhirIntake",
                        "org.openmso.api.billing.Billing");
    }

    @Test
    void aProviderMayInheritItsKind() {
        assertEquals(
                List.of(),
                on(Author.ofSoundBundle()
                                .provider(
                                        "implements Capability<FhirIntake>",
                                        "extends Base<FhirIntake>")
                                .source(
                                        "acme.coding.Base",
                                        "package acme.coding; abstract class Base<S> implements org.openmso.api.spi.Capability<S> {}"))
                        .codes());
    }

    @Test
    void aPackageThatIsNeitherInsideNorImportedIsTold() {
        on(Author.ofSoundBundle().header("Import-Package", "!org.slf4j, *"))
                .is(Check.PACKAGE_NOT_IMPORTED, Severity.ERROR, "acme.coding.Intake", "org.slf4j");
    }

    @Test
    void aClassThatWasNotPackedIsTold() {
        on(Author.ofSoundBundle()
                        .code(METHOD, "new Helper();")
                        .source("acme.coding.Helper", "package acme.coding; class Helper {}")
                        .without("acme/coding/Helper.class"))
                .is(
                        Check.PACKAGE_NOT_IMPORTED,
                        Severity.ERROR,
                        "acme.coding.Habit",
                        "acme.coding.Helper, which is not in the bundle");
    }

    @Test
    void packagesOfTheJdkBeyondJavaNeedAnImportToo() {
        on(Author.ofSoundBundle()
                        .header("Import-Package", "!javax.sql, *")
                        .code(
                                METHOD,
                                "javax.sql.DataSource source = null; source.getConnection();"))
                .is(Check.PACKAGE_NOT_IMPORTED, Severity.ERROR, "acme.coding.Habit", "javax.sql");
    }

    @Test
    void useOfTheEmbeddingIsTold() {
        on(Author.ofSoundBundle()
                        .source(
                                "org.openmso.embed.Mso",
                                "package org.openmso.embed; public class Mso { public static void start() {} }")
                        .code(METHOD, "org.openmso.embed.Mso.start();"))
                .is(Check.USES_EMBED);
    }

    @Test
    void useOfPrivatePackagesOfJavaIsTold() {
        Verdict verdict =
                on(
                        Author.ofSoundBundle()
                                .code(METHOD, "sun.misc.Unsafe.class.getDeclaredFields();"));
        verdict.is(Check.PRIVATE_API);
        assertEquals(
                List.of("Import-Package", "acme.coding.Habit"),
                verdict.findings().stream()
                        .filter(Finding::isError)
                        .map(Finding::place)
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENDS_THE_JVM  | System.exit(1);",
                "ENDS_THE_JVM  | Runtime.getRuntime().halt(1);",
                "ENDS_THE_JVM  | java.util.function.IntConsumer end = System::exit; end.accept(1);",
                "SHUTDOWN_HOOK | Runtime.getRuntime().addShutdownHook(new Thread());",
                "JVM_WIDE      | System.setProperty(\"user.timezone\", \"UTC\");",
                "JVM_WIDE      | Thread.setDefaultUncaughtExceptionHandler(null);",
                "JVM_WIDE      | java.util.TimeZone.setDefault(null);",
                "JVM_WIDE      | java.security.Security.insertProviderAt(null, 1);",
                "LOGGING_SETUP | java.util.logging.Logger.getGlobal().setLevel(null);",
                "LOGGING_SETUP | java.util.logging.LogManager.getLogManager().reset();",
                "NATIVE        | System.loadLibrary(\"fast\");",
            })
    void whatABundleMustLeaveAloneIsTold(Check check, String code) {
        Verdict verdict =
                on(Author.ofSoundBundle().header("Import-Package", "*").code(METHOD, code));
        verdict.is(check, check.severity(), "acme.coding.Habit#run", "It calls java.");
    }

    @Test
    void threadsInStaticFieldsAreTold() {
        for (String field :
                List.of(
                        "static java.util.concurrent.ExecutorService pool",
                        "static final java.util.concurrent.ForkJoinPool pool = null",
                        "static java.util.Timer pool",
                        "static Thread pool")) {
            on(Author.ofSoundBundle().code(field + ";\n" + METHOD, ""))
                    .is(Check.STATIC_POOL, Severity.WARNING, "acme.coding.Habit#pool");
        }
    }

    @Test
    void poolsOfAnObjectAreItsOwnMatter() {
        assertEquals(
                List.of(),
                on(Author.ofSoundBundle()
                                .code("java.util.concurrent.ExecutorService pool;\n" + METHOD, ""))
                        .codes());
    }

    @Test
    void threadLocalsAreTold() {
        on(Author.ofSoundBundle()
                        .code(
                                "final ThreadLocal<String> last = new ThreadLocal<>();\n" + METHOD,
                                ""))
                .is(Check.THREAD_LOCAL, Severity.WARNING, "acme.coding.Habit#last");
    }

    @Test
    void aThreadStartedWhileAClassLoadsIsTold() {
        on(Author.ofSoundBundle().code("static", "new Thread(() -> {}).start();"))
                .is(Check.STARTS_EARLY, Severity.ERROR, "acme.coding.Habit#<clinit>");
    }

    @Test
    void aThreadStartedByTheProvidersConstructorIsTold() {
        on(Author.ofSoundBundle()
                        .provider(
                                "public FhirIntake",
                                "public Provider() { java.util.concurrent.Executors.newSingleThreadExecutor().submit(() -> 1); } public FhirIntake"))
                .is(Check.STARTS_EARLY, Severity.ERROR, "acme.coding.Provider#<init>");
    }

    @Test
    void aThreadOfOnesOwnStartedByAnotherConstructorMayBeRight() {
        on(Author.ofSoundBundle()
                        .source(
                                "acme.coding.Worker",
                                "package acme.coding; class Worker extends Thread { Worker() { start(); } }"))
                .is(Check.STARTS_EARLY, Severity.WARNING, "acme.coding.Worker#<init>");
    }

    @Test
    void aThreadStartedInAMethodIsItsOwnMatter() {
        assertEquals(
                List.of(),
                on(Author.ofSoundBundle().code(METHOD, "new Thread(() -> {}).start();")).codes());
    }

    @Test
    void aLevelOfJavaLoggingIsTold() {
        on(Author.ofSoundBundle()
                        .header("Import-Package", "*")
                        .source(
                                "acme.coding.Audit",
                                """
                                package acme.coding;
                                class Audit extends java.util.logging.Level {
                                    static final Audit AUDIT = new Audit();
                                    Audit() { super("AUDIT", 850); }
                                }
                                """))
                .is(Check.LOGGING_SETUP, Severity.WARNING, "acme.coding.Audit#<clinit>");
    }

    @Test
    void aClassForANewerJavaThanDeclaredIsTold() throws Exception {
        byte[] newer =
                Author.compiled(folder, "acme.coding.Newer", "package acme.coding; class Newer {}");
        newer[7] = 65;
        on(Author.ofSoundBundle().entry("acme/coding/Newer.class", newer))
                .is(
                        Check.CLASS_TOO_NEW,
                        Severity.ERROR,
                        "acme.coding.Newer",
                        "compiled for Java 21",
                        "needs 17");
    }

    @Test
    void aClassOfAJavaThatNobodyKnowsYetIsTold() throws Exception {
        byte[] newer =
                Author.compiled(folder, "acme.coding.Newer", "package acme.coding; class Newer {}");
        newer[6] = 3;
        on(Author.ofSoundBundle().entry("acme/coding/Newer.class", newer)).is(Check.CLASS_TOO_NEW);
    }

    @Test
    void nativeLibrariesAndMethodsAreTold() {
        on(Author.ofSoundBundle().entry("lib/libfast.so", new byte[10]))
                .is(Check.NATIVE, Severity.WARNING, "lib/libfast.so");
        on(Author.ofSoundBundle()
                        .source(
                                "acme.coding.Fast",
                                "package acme.coding; class Fast { native void go(); }"))
                .is(Check.NATIVE, Severity.WARNING, "acme.coding.Fast#go");
        on(Author.ofSoundBundle().manifest("Bundle-NativeCode", "lib/fast.bin;osname=Linux"))
                .is(Check.NATIVE, Severity.WARNING, "Bundle-NativeCode");
    }

    @Test
    void aContractOfTheBundlesOwnKeepsTheRulesOfContracts() {
        Verdict verdict =
                on(
                        Author.ofSoundBundle()
                                .source(
                                        "acme.coding.Coding",
                                        """
                                package acme.coding;
                                import java.util.*;
                                import org.openmso.api.Problem;
                                @org.openmso.api.Contract("coding")
                                public interface Coding {
                                    List<Problem> sound(List<String> codes, org.openmso.api.billing.ClaimSink sink);
                                    Optional<java.time.LocalDate> soundToo(Map<String, Integer> counts);
                                    java.util.stream.Stream<String> stream();
                                    Iterator<String> iterator();
                                    java.io.InputStream reader();
                                    List<Object> anything();
                                    Optional<List<StringBuilder>> builders();
                                    org.openmso.api.billing.ClaimSink callback();
                                    void optional(Optional<String> in);
                                    Intake foreign();
                                    double money();
                                    void thrown() throws java.io.IOException;
                                    <T> T open();
                                    byte[] array();
                                }
                                """));
        verdict.is(Check.CONTRACT_SHAPE);
        assertEquals(
                List.of(
                        "anything",
                        "array",
                        "builders",
                        "callback",
                        "foreign",
                        "iterator",
                        "money",
                        "open",
                        "optional",
                        "reader",
                        "stream",
                        "thrown"),
                verdict.findings().stream()
                        .filter(Finding::isError)
                        .map(each -> each.place().replace("acme.coding.Coding#", ""))
                        .sorted()
                        .toList());
    }

    @Test
    void aLibrarysHabitsWeighLessAndAreToldOnce() {
        byte[] rude =
                Author.compiled(
                        folder,
                        "lib.Rude",
                        """
                        package lib;
                        public class Rude {
                            static final ThreadLocal<String> LAST = new ThreadLocal<>();
                            void one() { System.exit(1); }
                            void two() { System.exit(2); }
                        }
                        """);
        Verdict verdict =
                on(Author.ofSoundBundle().library("rude-1.0.jar", Map.of("lib/Rude.class", rude)));
        verdict.is(Check.ENDS_THE_JVM, Severity.WARNING, "rude-1.0.jar", "System.exit in lib.Rude");
        assertEquals(Severity.INFO, verdict.the(Check.THREAD_LOCAL).severity());
    }

    @Test
    void manyFindingsOfAKindAreCounted() throws Exception {
        var body = new StringBuilder("package acme.coding;\nclass Many {\n");
        for (int i = 0; i < 130; i++) {
            body.append("void m").append(i).append("() { System.exit(1); }\n");
        }
        Verdict verdict =
                on(Author.ofSoundBundle().source("acme.coding.Many", body.append("}").toString()));
        verdict.is(Check.ENDS_THE_JVM);
        List<Finding> errors = verdict.findings().stream().filter(Finding::isError).toList();
        assertEquals(101, errors.size());
        assertTrue(errors.get(100).message().contains("30 more"), errors.get(100)::toString);
    }

    @Test
    void aClassUnderAnotherNameIsTold() throws Exception {
        Path sound = Author.ofSoundBundle().jar(folder);
        byte[] intake = Author.unzip(Files.readAllBytes(sound)).get("acme/coding/Intake.class");
        on(Author.ofSoundBundle().entry("acme/coding/Moved.class", intake))
                .is(Check.CLASS_UNREADABLE, Severity.ERROR, "acme.coding.Moved");
    }
}
