package org.openmso.embed.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes guarded services. For each contract one class is generated, once, that passes every method
 * through a {@link Gate}:
 *
 * <pre>{@code
 * public R method(A a) {
 *     CallChain chain = gate.enter();
 *     int depth = chain.depth();
 *     R answer;
 *     try {
 *         answer = ((Contract) chain.service()).method(a);
 *     } catch (Throwable t) {
 *         chain.failed(t, depth);
 *         throw t;
 *     }
 *     chain.exit(depth);
 *     return answer;
 * }
 * }</pre>
 */
final class FacadeFactory {
    private static final String PACKAGE =
            Type.getInternalName(FacadeFactory.class)
                    .substring(0, Type.getInternalName(FacadeFactory.class).lastIndexOf('/') + 1);
    private static final String GATE = Type.getInternalName(Gate.class);
    private static final String CHAIN = Type.getInternalName(CallChain.class);
    private static final String OBJECT = Type.getInternalName(Object.class);

    private final ClassValue<MethodHandle> constructors =
            new ClassValue<>() {
                @Override
                protected MethodHandle computeValue(Class<?> contract) {
                    try {
                        var lookup =
                                MethodHandles.lookup().defineHiddenClass(generate(contract), true);
                        return lookup.findConstructor(
                                        lookup.lookupClass(),
                                        MethodType.methodType(void.class, Gate.class))
                                .asType(MethodType.methodType(Object.class, Gate.class));
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(
                                "a generated facade has one constructor", e);
                    }
                }
            };

    /** A facade of the contract before a gate. */
    <S> S make(Class<S> contract, Gate gate) {
        try {
            return contract.cast((Object) constructors.get(contract).invokeExact(gate));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("a facade's constructor only stores its gate", t);
        }
    }

    /** Makes the class ahead of its first use. */
    void prepare(Class<?> contract) {
        constructors.get(contract);
    }

    private static byte[] generate(Class<?> contract) {
        String name = PACKAGE + "Facade$" + contract.getSimpleName();
        var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name,
                null,
                OBJECT,
                new String[] {Type.getInternalName(contract)});
        writer.visitField(
                        Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
                        "gate",
                        "L" + GATE + ";",
                        null,
                        null)
                .visitEnd();
        constructor(writer, name);
        // A method inherited from two interfaces is listed twice.
        var seen = new HashSet<String>();
        for (Method method : contract.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())
                    && seen.add(method.getName() + Type.getMethodDescriptor(method))) {
                guarded(writer, name, contract, method);
            }
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void constructor(ClassWriter writer, String name) {
        MethodVisitor code = writer.visitMethod(0, "<init>", "(L" + GATE + ";)V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitFieldInsn(Opcodes.PUTFIELD, name, "gate", "L" + GATE + ";");
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void guarded(ClassWriter writer, String name, Class<?> contract, Method method) {
        String descriptor = Type.getMethodDescriptor(method);
        Type result = Type.getReturnType(method);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC, method.getName(), descriptor, null, null);
        code.visitCode();
        int next = 1;
        for (Type argument : Type.getArgumentTypes(method)) {
            next += argument.getSize();
        }
        int chain = next;
        int depth = next + 1;
        int kept = next + 2;

        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, name, "gate", "L" + GATE + ";");
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, GATE, "enter", "()L" + CHAIN + ";", false);
        code.visitVarInsn(Opcodes.ASTORE, chain);
        code.visitVarInsn(Opcodes.ALOAD, chain);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "depth", "()I", false);
        code.visitVarInsn(Opcodes.ISTORE, depth);

        var start = new Label();
        var end = new Label();
        var failed = new Label();
        code.visitTryCatchBlock(start, end, failed, null);
        code.visitLabel(start);
        code.visitVarInsn(Opcodes.ALOAD, chain);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "service", "()L" + OBJECT + ";", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(contract));
        int slot = 1;
        for (Type argument : Type.getArgumentTypes(method)) {
            code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
            slot += argument.getSize();
        }
        code.visitMethodInsn(
                Opcodes.INVOKEINTERFACE,
                Type.getInternalName(contract),
                method.getName(),
                descriptor,
                true);
        code.visitLabel(end);

        boolean returns = result.getSort() != Type.VOID;
        if (returns) {
            code.visitVarInsn(result.getOpcode(Opcodes.ISTORE), kept);
        }
        code.visitVarInsn(Opcodes.ALOAD, chain);
        code.visitVarInsn(Opcodes.ILOAD, depth);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHAIN, "exit", "(I)V", false);
        if (returns) {
            code.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept);
        }
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));

        code.visitLabel(failed);
        code.visitVarInsn(Opcodes.ASTORE, kept);
        code.visitVarInsn(Opcodes.ALOAD, chain);
        code.visitVarInsn(Opcodes.ALOAD, kept);
        code.visitVarInsn(Opcodes.ILOAD, depth);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, CHAIN, "failed", "(Ljava/lang/Throwable;I)V", false);
        code.visitVarInsn(Opcodes.ALOAD, kept);
        code.visitInsn(Opcodes.ATHROW);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
