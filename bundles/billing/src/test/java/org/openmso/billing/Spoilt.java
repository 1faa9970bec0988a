package org.openmso.billing;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes a claim and gives all claims that differ from it in one value, at any depth. Walks records,
 * so that a component added to a contract is spoilt without a change here.
 */
final class Spoilt {
    private Spoilt() {}

    /**
     * All records that differ in one value.
     *
     * @param others what a value is replaced with, one by one; empty to leave it
     */
    static <R extends Record> List<R> each(R record, Function<Object, List<?>> others) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) record.getClass();
        return variants(record, others).stream().map(type::cast).toList();
    }

    private static List<Object> variants(Object value, Function<Object, List<?>> others) {
        var result = new ArrayList<Object>(others.apply(value));
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(
                    inner -> {
                        result.add(Optional.empty());
                        variants(inner, others).forEach(v -> result.add(Optional.of(v)));
                    });
        } else if (value instanceof List<?> list) {
            result.add(List.of());
            for (int i = 0; i < list.size(); i++) {
                for (Object variant : variants(list.get(i), others)) {
                    var copy = new ArrayList<Object>(list);
                    copy.set(i, variant);
                    result.add(copy);
                }
            }
        } else if (value instanceof Record record) {
            RecordComponent[] components = record.getClass().getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                for (Object variant : variants(get(record, components[i]), others)) {
                    result.add(with(record, components, i, variant));
                }
            }
        }
        return result;
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object with(
            Record record, RecordComponent[] components, int index, Object value) {
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = i == index ? value : get(record, components[i]);
            }
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            return record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
