package org.openmso.verifier;

/**
 * A place from which a bundle's classes come: the jar itself, a folder in it, or a jar inside.
 *
 * @param name as the manifest has it: {@code .} for the jar itself
 * @param archive where its entries are
 * @param prefix what stands before a class's path, empty or ending in a slash
 * @param isNested whether this is a jar inside the bundle
 */
record ClassPathElement(String name, Archive archive, String prefix, boolean isNested) {}
