package org.openmso.embed.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openmso.embed.internal.Journal.Action;
import org.openmso.embed.internal.Journal.Entry;

/**
 * What the journal says altogether: what is to serve under each name, and what that could go back
 * to. What was refused or rolled back changed neither. Immutable.
 */
final class History {
    private final List<Entry> entries;
    private final Map<String, Course> courses = new LinkedHashMap<>();

    private History(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            if (entry.action() != Action.ROLLED_BACK) {
                // What changed last is the last in order.
                Course course = courses.remove(entry.name());
                if (course == null) {
                    course = new Course(entry.name());
                }
                course.add(entry);
                courses.put(entry.name(), course);
            }
        }
    }

    /** The journal with these entries, oldest first. */
    static History of(List<Entry> entries) {
        return new History(entries);
    }

    /** The journal with one more. */
    History with(Entry entry) {
        var more = new ArrayList<>(entries);
        more.add(entry);
        return new History(more);
    }

    /**
     * What is to serve under a name.
     *
     * @param after the SHA-256 of a jar of the store, {@link Journal#HOSTS_OWN} or {@link
     *     Journal#NONE}
     * @param version of that jar
     * @param applied when that jar was applied
     * @param hostsOwn the version of the host's own when it came to serve, as {@link Entry} has it
     * @param sequence the entry since which it is to serve
     */
    record Standing(
            String name,
            String after,
            String version,
            Instant applied,
            String hostsOwn,
            long sequence) {
        /** Whether it is a jar of the store. */
        boolean isApplied() {
            return !after.equals(Journal.HOSTS_OWN) && !after.equals(Journal.NONE);
        }
    }

    /** How it came to that; changes only while the journal is read. */
    private static final class Course {
        /** The last entry that applied each jar. */
        private final Map<String, Entry> jars = new HashMap<>();

        /** What was left because it kept failing, since it was last applied. */
        private final Set<String> left = new HashSet<>();

        /** What was to serve before the last change. */
        private Standing before;

        private Standing now;

        Course(String name) {
            now = new Standing(name, Journal.HOSTS_OWN, "", Instant.EPOCH, Journal.UNKNOWN, 0);
            before = now;
        }

        void add(Entry entry) {
            if (entry.action() == Action.APPLIED) {
                jars.put(entry.after(), entry);
            }
            if (entry.action() == Action.REVERTED) {
                left.add(now.after);
            } else {
                left.remove(entry.after());
            }
            if (!now.after.equals(entry.after())) {
                before = now;
            }
            Entry jar = jars.getOrDefault(entry.after(), entry);
            now =
                    new Standing(
                            entry.name(),
                            entry.after(),
                            jar.version(),
                            jar.at(),
                            entry.hostsOwn(),
                            entry.sequence());
        }
    }

    /** Every entry, oldest first. */
    List<Entry> entries() {
        return entries;
    }

    /** The number of the last entry; 0 where there is none. */
    long last() {
        return entries.stream().mapToLong(Entry::sequence).max().orElse(0);
    }

    /** What is to serve under each name that was changed; what changed last is last. */
    Collection<Standing> standings() {
        return courses.values().stream().map(course -> course.now).toList();
    }

    /** What is to serve under a name. */
    Standing standing(String name) {
        return courses.getOrDefault(name, new Course(name)).now;
    }

    /**
     * What served under a name before what is to serve now; empty if nothing did, or if that was
     * rolled back from since it was applied: two that both fail must not take turns.
     */
    Optional<Standing> wayBack(String name) {
        Course course = courses.getOrDefault(name, new Course(name));
        String before = course.before.after;
        return before.equals(course.now.after)
                        || before.equals(Journal.NONE)
                        || course.left.contains(before)
                ? Optional.empty()
                : Optional.of(course.before);
    }

    /** The jars that serve, or could be gone back to, by their SHA-256. */
    Set<String> needed() {
        var needed = new HashSet<String>();
        for (Course course : courses.values()) {
            needed.add(course.now.after);
            needed.add(course.before.after);
        }
        return needed;
    }
}
