package org.openmso.verifier;

import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads one class and tells what it uses and declares. Annotations need not be there to run. */
final class ClassUse extends ClassVisitor {
    private final Listener listener;

    /** Hears of what a class uses. Names are as in class files. */
    interface Listener {
        /** A class is named; none for primitives, the element for arrays. */
        void type(String internalName);

        /** A field of the class itself. */
        void ownField(int access, String name, Type type);

        /** A method of the class itself. */
        void ownMethod(int access, String name, String descriptor);

        /**
         * A method is called, or a handle on it taken.
         *
         * @param within the method of the class itself in which this stands
         */
        void call(String within, String owner, String name, String descriptor);

        /** A field is read or written. */
        void field(String within, String owner, String name, String descriptor);

        /** A lambda or method reference becomes an object with one method. */
        void lambda(String within, String interfaceName, String name, String descriptor);
    }

    ClassUse(Listener listener) {
        super(Opcodes.ASM9);
        this.listener = listener;
    }

    @Override
    public void visit(
            int version, int access, String name, String generic, String parent, String[] parents) {
        if (parent != null) {
            listener.type(parent);
        }
        names(parents);
    }

    private void names(String[] internalNames) {
        if (internalNames != null) {
            for (String each : internalNames) {
                listener.type(each);
            }
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> listener.type(type.getInternalName());
            case Type.METHOD -> {
                type(type.getReturnType());
                for (Type each : type.getArgumentTypes()) {
                    type(each);
                }
            }
            default -> {
                // A primitive.
            }
        }
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return null;
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, String generic, Object value) {
        Type type = Type.getType(descriptor);
        type(type);
        listener.ownField(access, name, type);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String generic, String[] thrown) {
        type(Type.getMethodType(descriptor));
        names(thrown);
        listener.ownMethod(access, name, descriptor);
        return new Body(name);
    }

    private final class Body extends MethodVisitor {
        private final String within;

        Body(String within) {
            super(Opcodes.ASM9);
            this.within = within;
        }

        @Override
        public void visitTypeInsn(int opcode, String name) {
            type(Type.getObjectType(name));
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String name) {
            if (name != null) {
                listener.type(name);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            type(Type.getObjectType(owner));
            type(Type.getType(descriptor));
            listener.field(within, owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean isInterface) {
            type(Type.getObjectType(owner));
            type(Type.getMethodType(descriptor));
            // Arrays have the methods of Object.
            if (!owner.startsWith("[")) {
                listener.call(within, owner, name, descriptor);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(Type.getMethodType(descriptor));
            constant(bootstrap);
            for (Object each : arguments) {
                constant(each);
            }
            Type made = Type.getReturnType(descriptor);
            if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                    && made.getSort() == Type.OBJECT
                    && arguments.length > 0
                    && arguments[0] instanceof Type method) {
                listener.lambda(within, made.getInternalName(), name, method.getDescriptor());
            }
        }

        private void constant(Object value) {
            if (value instanceof Type named) {
                type(named);
            } else if (value instanceof Handle handle) {
                handle(handle);
            } else if (value instanceof ConstantDynamic dynamic) {
                type(Type.getType(dynamic.getDescriptor()));
                handle(dynamic.getBootstrapMethod());
            }
        }

        private void handle(Handle handle) {
            type(Type.getObjectType(handle.getOwner()));
            if (handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
                type(Type.getMethodType(handle.getDesc()));
                listener.call(within, handle.getOwner(), handle.getName(), handle.getDesc());
            } else {
                type(Type.getType(handle.getDesc()));
                listener.field(within, handle.getOwner(), handle.getName(), handle.getDesc());
            }
        }
    }
}
