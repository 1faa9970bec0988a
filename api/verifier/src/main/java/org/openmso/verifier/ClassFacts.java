package org.openmso.verifier;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class declares, without its code. Names as in class files, with slashes.
 *
 * @param superName empty for {@code Object} and modules
 * @param signature the generic form of its supertypes, empty if none is generic
 * @param methods access flags by name and descriptor
 * @param fields names and descriptors
 * @param isSealed whether it names its subclasses
 * @param isContract whether it carries {@code @Contract}
 */
record ClassFacts(
        String name,
        int access,
        String superName,
        List<String> interfaces,
        String signature,
        Map<String, Integer> methods,
        Set<String> fields,
        boolean isSealed,
        boolean isContract) {
    private static final String CONTRACT = "Lorg/openmso/api/Contract;";

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    boolean isAbstract() {
        return (access & Opcodes.ACC_ABSTRACT) != 0;
    }

    boolean isPublic() {
        return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    boolean isEnum() {
        return "java/lang/Enum".equals(superName);
    }

    boolean isRecord() {
        return "java/lang/Record".equals(superName);
    }

    /**
     * Reads a class.
     *
     * @throws RuntimeException if this is no class file that can be read
     */
    static ClassFacts of(byte[] classFile) {
        var collector = new Collector();
        new ClassReader(classFile)
                .accept(
                        collector,
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return collector.facts();
    }

    private static final class Collector extends ClassVisitor {
        private String name;
        private int access;
        private String superName;
        private List<String> interfaces;
        private String signature;
        private boolean isSealed;
        private boolean isContract;
        private final Map<String, Integer> methods = new HashMap<>();
        private final Set<String> fields = new HashSet<>();

        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int flags,
                String type,
                String generic,
                String parent,
                String[] parents) {
            name = type;
            access = flags;
            superName = parent == null ? "" : parent;
            interfaces = parents == null ? List.of() : List.of(parents);
            signature = generic == null ? "" : generic;
        }

        @Override
        public void visitPermittedSubclass(String subclass) {
            isSealed = true;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            isContract |= descriptor.equals(CONTRACT);
            return null;
        }

        @Override
        public FieldVisitor visitField(
                int flags, String field, String descriptor, String generic, Object value) {
            fields.add(field + descriptor);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int flags, String method, String descriptor, String generic, String[] thrown) {
            methods.put(method + descriptor, flags);
            return null;
        }

        ClassFacts facts() {
            return new ClassFacts(
                    name,
                    access,
                    superName,
                    interfaces,
                    signature,
                    methods,
                    fields,
                    isSealed,
                    isContract);
        }
    }
}
