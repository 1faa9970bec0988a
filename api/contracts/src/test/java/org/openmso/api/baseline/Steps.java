package org.openmso.api.baseline;

import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.util.ArrayList;
import java.util.List;

/** Which version steps a change of the contracts needs and lacks. */
final class Steps {
    private static final String FIX =
            "Undo the change, or raise the @Version in its package-info and accept the new baseline:"
                    + " mvn -pl api/contracts test -Dtest=ApiBaselineTest -Dopenmso.baseline.accept=true";

    private Steps() {}

    /** A sentence for each package whose version does not tell what changed. */
    static List<String> missing(Tree newer, Tree older) {
        var missing = new ArrayList<String>();
        for (Diff change : newer.diff(older).getChildren()) {
            if (change.getType() != Type.PACKAGE) {
                continue;
            }
            switch (change.getDelta()) {
                case REMOVED ->
                        missing.add(
                                change.getName()
                                        + " was removed. A package that others import never goes."
                                        + " "
                                        + FIX);
                case ADDED -> {}
                default -> check(change, missing);
            }
        }
        return missing;
    }

    private static void check(Diff change, List<String> missing) {
        int[] before = version(change.getOlder());
        int[] now = version(change.getNewer());
        var members = new ArrayList<String>();
        Delta needed = worst(change, "", members);
        boolean majorStep = now[0] > before[0];
        boolean minorStep = majorStep || (now[0] == before[0] && now[1] > before[1]);
        boolean back = compare(now, before) < 0;
        if (back
                || (needed == Delta.MAJOR && !majorStep)
                || (needed == Delta.MINOR && !minorStep)) {
            missing.add(
                    change.getName()
                            + " was "
                            + text(before)
                            + " and is "
                            + text(now)
                            + ", but must be at least "
                            + text(least(before, needed))
                            + members
                            + ". "
                            + FIX);
        }
    }

    private static int[] least(int[] before, Delta needed) {
        return switch (needed) {
            case MAJOR -> new int[] {before[0] + 1, 0, 0};
            case MINOR -> new int[] {before[0], before[1] + 1, 0};
            default -> before;
        };
    }

    /** What a change means for those who compiled against it, as the differ weighs its parts. */
    private static Delta worst(Diff change, String owner, List<String> members) {
        Delta worst = Delta.UNCHANGED;
        for (Diff part : change.getChildren()) {
            if (part.getType() == Type.VERSION || part.getDelta() == Delta.UNCHANGED) {
                continue;
            }
            String name = owner + "/" + part.getName();
            Delta weight =
                    switch (part.getDelta()) {
                        case ADDED -> part.getNewer().ifAdded();
                        case REMOVED -> part.getOlder().ifRemoved();
                        default -> worst(part, name, members);
                    };
            boolean whole = part.getDelta() == Delta.ADDED || part.getDelta() == Delta.REMOVED;
            if (whole && (weight == Delta.MAJOR || weight == Delta.MINOR)) {
                members.add(part.getDelta() + " " + weight + " " + name.substring(1));
            }
            if (weight == Delta.MAJOR || (weight == Delta.MINOR && worst != Delta.MAJOR)) {
                worst = weight;
            }
        }
        return worst;
    }

    private static int[] version(Tree packageTree) {
        for (Tree child : packageTree.getChildren()) {
            if (child.getType() == Type.VERSION) {
                String[] parts = child.getName().split("\\.");
                return new int[] {
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2])
                };
            }
        }
        throw new IllegalStateException("no version: " + packageTree.getName());
    }

    private static int compare(int[] one, int[] other) {
        return java.util.Arrays.compare(one, other);
    }

    private static String text(int[] version) {
        return version[0] + "." + version[1] + "." + version[2];
    }
}
