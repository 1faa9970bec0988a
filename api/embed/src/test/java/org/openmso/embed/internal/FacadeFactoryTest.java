package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openmso.api.Actor;
import org.openmso.api.Contract;
import org.openmso.api.Health;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Tier;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.embed.CallLimits;

/** A facade passes on whatever a contract's methods take, return and throw. */
class FacadeFactoryTest {
    private static final int STRIPE = Leases.stripeOf(Thread.currentThread());

    /** What every kind of method looks like. */
    @Contract("everything")
    public interface Everything extends Named {
        boolean flag(boolean value);

        byte small(byte value);

        char letter(char value);

        short shorter(short value);

        int whole(int value);

        long wide(long first, int second, long third);

        float single(float value);

        double precise(double first, double second);

        long[] array(long[] value, String[][] names);

        <T extends Comparable<T>> List<T> list(Map<String, T> values);

        void nothing();

        void checked() throws IOException;

        Named covariant();

        default String greeting() {
            return "hello from " + name();
        }

        static String constant() {
            return "not guarded";
        }
    }

    /** A second parent. */
    public interface Named {
        String name();

        default Object covariant() {
            return "any";
        }
    }

    private static final class Answers implements Everything {
        private final List<Object> heard = new ArrayList<>();

        @Override
        public String name() {
            return "answers";
        }

        @Override
        public boolean flag(boolean value) {
            return !value;
        }

        @Override
        public byte small(byte value) {
            return (byte) (value + 1);
        }

        @Override
        public char letter(char value) {
            return (char) (value + 1);
        }

        @Override
        public short shorter(short value) {
            return (short) (value + 1);
        }

        @Override
        public int whole(int value) {
            return value + 1;
        }

        @Override
        public long wide(long first, int second, long third) {
            return first * 100 + second * 10 + third;
        }

        @Override
        public float single(float value) {
            return value + 1;
        }

        @Override
        public double precise(double first, double second) {
            return first - second;
        }

        @Override
        public long[] array(long[] value, String[][] names) {
            heard.add(names);
            return value;
        }

        @Override
        public <T extends Comparable<T>> List<T> list(Map<String, T> values) {
            return List.copyOf(values.values());
        }

        @Override
        public void nothing() {
            heard.add("nothing");
        }

        @Override
        public void checked() throws IOException {
            throw new IOException("checked");
        }

        @Override
        public Named covariant() {
            return this;
        }
    }

    private final Answers answers = new Answers();
    private Generation generation;
    private Everything facade;

    @BeforeEach
    void aBoardWithOneProvider() {
        var practice =
                new Practice(
                        "oak-street",
                        "Oak Street",
                        "all",
                        new ManagementAgreement(
                                MsoModel.SERVICE_ONLY, "OH", LocalDate.of(2026, 1, 1)),
                        Map.of());
        var registry =
                new RegistrySnapshot(
                        List.of(new Tier("all", "All", Set.of("everything"))), List.of(practice));
        var board = new Switchboard(registry, new FacadeFactory());
        var shared =
                new PracticeServiceContext.Shared(
                        Clock.systemUTC(), key -> 1, Path.of("scratch"), board);
        generation =
                new Generation(
                        Everything.class,
                        "everything",
                        new Capability<Everything>() {
                            @Override
                            public Everything open(PracticeContext context) {
                                return answers;
                            }

                            @Override
                            public Health probe() {
                                return Health.up();
                            }
                        },
                        shared.of("everything", java.util.Optional.empty()),
                        CallLimits.NONE);
        board.flip(registry, Map.of(Everything.class, generation));
        facade = board.facade(Everything.class, "oak-street", Actor.system("test"));
    }

    @Test
    void primitivesGoInAndComeOut() {
        assertTrue(facade.flag(false));
        assertEquals(8, facade.small((byte) 7));
        assertEquals('b', facade.letter('a'));
        assertEquals(8, facade.shorter((short) 7));
        assertEquals(8, facade.whole(7));
        assertEquals(123, facade.wide(1, 2, 3));
        assertEquals(1.5f, facade.single(0.5f));
        assertEquals(-0.5, facade.precise(1, 1.5));
    }

    @Test
    void objectsAndArraysPassUncopied() {
        long[] numbers = {1, 2};
        String[][] names = {{"a"}};
        assertSame(numbers, facade.array(numbers, names));
        assertSame(names, answers.heard.get(0));
        assertEquals(List.of("x"), facade.list(Map.of("k", "x")));
        facade.nothing();
        assertEquals("nothing", answers.heard.get(1));
    }

    @Test
    void defaultInheritedAndCovariantMethodsReachTheProvider() {
        assertEquals("hello from answers", facade.greeting());
        assertEquals("answers", facade.name());
        assertSame(answers, facade.covariant());
        Named parent = facade;
        assertSame(answers, parent.covariant());
        assertEquals("not guarded", Everything.constant());
    }

    @Test
    void aCheckedExceptionIsTheProvidersOwnAndGivesTheLeaseBack() {
        assertEquals("checked", assertThrows(IOException.class, facade::checked).getMessage());
        assertTrue(generation.awaitNone(System.nanoTime()));
    }

    @Test
    void aFacadeIsOnlyEqualToItselfAndTellsNothingOfTheProvider() {
        assertFalse(facade.equals(answers));
        assertTrue(facade.toString().contains("Facade$Everything"));
    }

    @Test
    void aGenerationWithACallInsideIsNotRetiredUntilItLeaves() {
        assertTrue(generation.enter(STRIPE));
        generation.shut();
        assertFalse(generation.awaitNone(System.nanoTime()));
        assertFalse(generation.enter(STRIPE), "takes no more calls");
        generation.exit(STRIPE);
        assertTrue(generation.awaitNone(System.nanoTime()));
    }
}
