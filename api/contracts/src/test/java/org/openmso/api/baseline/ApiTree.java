package org.openmso.api.baseline;

import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The contracts as bnd's differ sees them, and as text: one line a member, indented under its
 * owner, with what adding and removing it means. Text, because a reviewer reads its diff.
 */
final class ApiTree {
    private static final Comparator<Tree.Data> ORDER =
            Comparator.comparing((Tree.Data data) -> data.type).thenComparing(data -> data.name);

    private ApiTree() {}

    /** The tree of compiled classes with their manifest. */
    static Tree of(Path classes) throws Exception {
        try (var jar = new Jar(classes.toFile())) {
            Tree bundle = new DiffPluginImpl().tree(jar);
            for (Tree child : bundle.getChildren()) {
                if (child.getType() == Type.API) {
                    // Through the text, so that what a comment holds makes no difference.
                    return read(write(child.serialize()));
                }
            }
            throw new IllegalStateException("no exported package in " + classes);
        }
    }

    /** One line a member. */
    static List<String> write(Tree.Data tree) {
        var lines = new ArrayList<String>();
        write(tree, 0, lines);
        return lines;
    }

    private static void write(Tree.Data tree, int depth, List<String> lines) {
        lines.add(
                " ".repeat(depth)
                        + tree.type
                        + " +"
                        + tree.add
                        + " -"
                        + tree.rem
                        + " "
                        + tree.name);
        Stream.of(tree.children == null ? new Tree.Data[0] : tree.children)
                .sorted(ORDER)
                .forEach(child -> write(child, depth + 1, lines));
    }

    /** The tree again. */
    static Tree read(List<String> lines) throws Exception {
        var path = new ArrayList<Tree.Data>();
        for (String line : lines) {
            int depth = line.length() - line.stripLeading().length();
            String[] words = line.stripLeading().split(" ", 4);
            var data = new Tree.Data();
            data.type = Type.valueOf(words[0]);
            data.add = Delta.valueOf(words[1].substring(1));
            data.rem = Delta.valueOf(words[2].substring(1));
            data.name = words[3];
            data.children = new Tree.Data[0];
            path.subList(depth, path.size()).clear();
            if (depth > 0) {
                Tree.Data owner = path.get(depth - 1);
                owner.children = Arrays.copyOf(owner.children, owner.children.length + 1);
                owner.children[owner.children.length - 1] = data;
            }
            path.add(data);
        }
        return new DiffPluginImpl().deserialize(path.get(0));
    }
}
