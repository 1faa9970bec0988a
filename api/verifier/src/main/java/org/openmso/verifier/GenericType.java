package org.openmso.verifier;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;

/**
 * A type of a method's signature with its arguments.
 *
 * @param name as Java writes it, with dots; {@code []} behind arrays; {@code ?} for what only the
 *     caller knows: type variables and wildcards
 */
record GenericType(String name, List<GenericType> arguments) {
    static final String OPEN = "?";

    /** What a method takes, returns and throws. */
    record Signature(List<GenericType> parameters, GenericType result, List<GenericType> thrown) {}

    /**
     * Reads a method's signature.
     *
     * @param descriptor the erased form
     * @param generic the generic form, null if it is the same
     * @param exceptions internal names, null for none
     */
    static Signature read(String descriptor, String generic, String[] exceptions) {
        var thrown = new ArrayList<GenericType>();
        for (String each : exceptions == null ? new String[0] : exceptions) {
            thrown.add(new GenericType(ClassNames.readable(each), List.of()));
        }
        var collector = new Collector();
        new SignatureReader(generic == null ? descriptor : generic).accept(collector);
        return new Signature(
                collector.parameters.stream().map(Node::type).toList(),
                collector.result.type(),
                thrown);
    }

    @Override
    public String toString() {
        return arguments.isEmpty()
                ? name
                : name
                        + "<"
                        + String.join(", ", arguments.stream().map(Object::toString).toList())
                        + ">";
    }

    private static final class Collector extends SignatureVisitor {
        private final List<Node> parameters = new ArrayList<>();
        private Node result = new Node();

        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public SignatureVisitor visitParameterType() {
            var node = new Node();
            parameters.add(node);
            return node;
        }

        @Override
        public SignatureVisitor visitReturnType() {
            return result;
        }

        @Override
        public SignatureVisitor visitExceptionType() {
            return new Node();
        }

        @Override
        public SignatureVisitor visitClassBound() {
            return new Node();
        }

        @Override
        public SignatureVisitor visitInterfaceBound() {
            return new Node();
        }
    }

    /** A type while it is read. */
    private static final class Node extends SignatureVisitor {
        private String name = OPEN;
        private String suffix = "";
        private final List<Node> arguments = new ArrayList<>();

        Node() {
            super(Opcodes.ASM9);
        }

        GenericType type() {
            return new GenericType(name + suffix, arguments.stream().map(Node::type).toList());
        }

        @Override
        public void visitBaseType(char descriptor) {
            name = Type.getType(String.valueOf(descriptor)).getClassName();
        }

        @Override
        public SignatureVisitor visitArrayType() {
            suffix += "[]";
            return this;
        }

        @Override
        public void visitClassType(String internalName) {
            name = ClassNames.readable(internalName);
        }

        @Override
        public void visitInnerClassType(String inner) {
            name += "$" + inner;
        }

        @Override
        public void visitTypeArgument() {
            arguments.add(new Node());
        }

        @Override
        public SignatureVisitor visitTypeArgument(char wildcard) {
            var node = new Node();
            arguments.add(node);
            // "? extends X" gives X; what it stands for is one.
            return node;
        }
    }
}
