package org.openmso.embed.internal;

import java.util.Set;
import org.openmso.embed.internal.Gate.Pass;

/**
 * What a call on a thread of ours has from the caller that waits for it: the calls that it is
 * inside, whose leases are the caller's. Over as soon as the caller leaves, answered or not. The
 * code that goes on may then call nobody any more, and keeps nothing of the caller's in memory.
 *
 * <p>The caller ends it before it gives back a lease; whoever wants to rely on one takes a lease of
 * its own first and looks whether it is over second.
 */
final class HandOver {
    /** The caller's own, if it runs on a thread of ours, too. */
    private final HandOver before;

    /** Null once the caller has left, who writes it: it may lack the stack for calling a method. */
    volatile Pass[] passes;

    /** What the other thread's chain has laid at some bundle's door; for the caller, afterwards. */
    Throwable blamed;

    HandOver(HandOver before, Pass[] passes) {
        this.before = before;
        this.passes = passes;
    }

    /** Whether somebody on the way to here has left. */
    boolean isOver() {
        for (HandOver each = this; each != null; each = each.before) {
            if (each.passes == null) {
                return true;
            }
        }
        return false;
    }

    /** Whose call it is; null where none is known. */
    Switchboard board() {
        Pass[] now = passes;
        return now == null || now.length == 0 ? null : now[now.length - 1].board();
    }

    /** Adds the class loaders of whom the calls are inside. */
    void addLoaders(Set<ClassLoader> loaders) {
        for (HandOver each = this; each != null; each = each.before) {
            Pass[] now = each.passes;
            for (int at = 0; now != null && at < now.length; at++) {
                loaders.add(now[at].generation().loader());
            }
        }
    }

    /** Whether any of the calls is one of an OpenMSO. */
    boolean isInside(Switchboard board) {
        for (HandOver each = this; each != null; each = each.before) {
            Pass[] now = each.passes;
            for (int at = 0; now != null && at < now.length; at++) {
                if (now[at].board() == board) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The innermost generation of a contract among the calls; null if none. */
    Generation holding(Switchboard board, Class<?> contract) {
        for (HandOver each = this; each != null; each = each.before) {
            Pass[] now = each.passes;
            for (int at = now == null ? -1 : now.length - 1; at >= 0; at--) {
                if (now[at].isOf(board, contract)) {
                    return now[at].generation();
                }
            }
        }
        return null;
    }

    /** How many of the calls are of a contract. */
    int times(Switchboard board, Class<?> contract) {
        int times = 0;
        for (HandOver each = this; each != null; each = each.before) {
            Pass[] now = each.passes;
            for (int at = 0; now != null && at < now.length; at++) {
                if (now[at].isOf(board, contract)) {
                    times++;
                }
            }
        }
        return times;
    }
}
