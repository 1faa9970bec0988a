package org.openmso.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.store.Store;

/** What contracts may take and return: values, and callbacks that end with the call. */
class ContractShapeTest {
    private static final Path CLASSES = Path.of("target/classes");

    /** Ready-made values of the JDK. */
    private static final Set<Class<?>> VALUES = Set.of(String.class, BigDecimal.class, Path.class);

    /** Containers that hold everything they have. */
    private static final Set<Class<?>> CONTAINERS =
            Set.of(List.class, Map.class, Set.class, Collection.class);

    /** Values that are classes for the sake of constant-time look-ups. */
    private static final Set<Class<?>> INDEXED = Set.of(RegistrySnapshot.class);

    private final List<String> wrong = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    @Test
    void contractsTakeAndReturnValuesOnly() throws Exception {
        var contracts = new ArrayList<String>();
        for (Class<?> type : published()) {
            // The store hands out connections; nobody but OpenMSO itself calls it.
            if (type.isAnnotationPresent(Contract.class) && type != Store.class) {
                contracts.add(type.getSimpleName());
                checkContract(type);
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(
                contracts.containsAll(List.of("Billing", "FhirIntake", "Registry")),
                contracts::toString);
    }

    @Test
    void theCheckFindsWhatIsLazyOrForeign() {
        checkContract(Lazy.class);
        assertEquals(9, wrong.size(), wrong::toString);
    }

    /** Nine ways to be wrong. */
    @Contract("lazy")
    interface Lazy {
        Stream<String> stream();

        Iterator<String> iterator();

        InputStream reader();

        List<Object> anything();

        Optional<List<StringBuilder>> builders();

        ClaimFeed callback();

        void optional(Optional<String> in);

        Test foreign();

        double money();
    }

    @Test
    void everyPackageOfTheContractsHasAVersion() throws Exception {
        var packages = new HashSet<Package>();
        for (Class<?> type : published()) {
            packages.add(type.getPackage());
        }
        var withVersion = new HashSet<String>();
        for (String line : Files.readAllLines(CLASSES.resolve("META-INF/openmso/api.packages"))) {
            withVersion.add(line.split(" ")[0]);
            assertTrue(line.matches("org\\.openmso\\.api[a-z.]* [0-9]+\\.[0-9]+\\.[0-9]+"), line);
        }
        for (Package each : packages) {
            assertTrue(withVersion.contains(each.getName()), each::getName);
            Path info =
                    Path.of("src/main/java", each.getName().replace('.', '/'), "package-info.java");
            assertTrue(Files.readString(info).contains("@Version(\""), info::toString);
            assertTrue(Files.readString(info).contains("<pre>{@code"), "shows its use: " + info);
        }
        assertEquals(packages.size(), withVersion.size());
    }

    private static List<Class<?>> published() throws Exception {
        var types = new ArrayList<Class<?>>();
        try (var files = Files.walk(CLASSES)) {
            for (Path file : files.sorted().toList()) {
                String name = CLASSES.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
                    types.add(
                            Class.forName(name.substring(0, name.length() - 6).replace('/', '.')));
                }
            }
        }
        assertFalse(types.isEmpty());
        return types;
    }

    private void checkContract(Class<?> contract) {
        assertTrue(contract.isInterface(), contract::getName);
        for (Method method : contract.getMethods()) {
            String at = contract.getSimpleName() + "." + method.getName();
            checkResult(at, method.getGenericReturnType(), true);
            for (Type parameter : method.getGenericParameterTypes()) {
                checkArgument(at, parameter);
            }
            for (Class<?> thrown : method.getExceptionTypes()) {
                wrong.add(at + " throws " + thrown);
            }
        }
    }

    /** An argument: a value, or something of the host that is used within the call. */
    private void checkArgument(String at, Type type) {
        if (type instanceof ParameterizedType list
                && CONTAINERS.contains((Class<?>) list.getRawType())) {
            for (Type element : list.getActualTypeArguments()) {
                checkArgument(at, element);
            }
        } else if (type instanceof Class<?> callback
                && callback.isInterface()
                && callback.getName().startsWith("org.openmso.api.")) {
            checkCallback(callback);
        } else {
            checkResult(at, type, false);
        }
    }

    /** What a host gives: streams and IOException are allowed, they end with the call. */
    private void checkCallback(Class<?> callback) {
        if (!seen.add(callback)) {
            return;
        }
        for (Method method : callback.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers())
                    || Modifier.isPrivate(method.getModifiers())
                    || method.isSynthetic()) {
                continue;
            }
            String at = callback.getSimpleName() + "." + method.getName();
            Type result = method.getGenericReturnType();
            if (result != InputStream.class && result != OutputStream.class) {
                checkArgument(at, result);
            }
            for (Type parameter : method.getGenericParameterTypes()) {
                checkArgument(at, parameter);
            }
            for (Class<?> thrown : method.getExceptionTypes()) {
                if (thrown != IOException.class) {
                    wrong.add(at + " throws " + thrown);
                }
            }
        }
    }

    /** A value; {@code Optional} where it comes back or is part of a record. */
    private void checkResult(String at, Type type, boolean optional) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            if (!CONTAINERS.contains(raw) && !(optional && raw == Optional.class)) {
                wrong.add(at + " has " + type.getTypeName());
                return;
            }
            for (Type element : generic.getActualTypeArguments()) {
                checkResult(at, element, false);
            }
        } else if (!(type instanceof Class<?> plain) || !isValue(plain)) {
            wrong.add(at + " has " + type.getTypeName());
        }
    }

    private boolean isValue(Class<?> type) {
        if (type.isPrimitive()) {
            return type != double.class && type != float.class;
        }
        if (VALUES.contains(type)
                || type.getName().startsWith("java.time.")
                || type == Integer.class
                || type == Long.class
                || !seen.add(type)) {
            return true;
        }
        if (!type.getName().startsWith("org.openmso.api.")) {
            return false;
        }
        if (type.isRecord()) {
            for (RecordComponent part : type.getRecordComponents()) {
                checkResult(
                        type.getSimpleName() + "." + part.getName(), part.getGenericType(), true);
            }
            return true;
        }
        if (type.isSealed()) {
            for (Class<?> variant : type.getPermittedSubclasses()) {
                checkResult(type.getSimpleName(), variant, false);
            }
            return true;
        }
        if (INDEXED.contains(type)) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    checkResult(
                            type.getSimpleName() + "." + method.getName(),
                            method.getGenericReturnType(),
                            true);
                }
            }
            return true;
        }
        return type.isEnum();
    }
}
