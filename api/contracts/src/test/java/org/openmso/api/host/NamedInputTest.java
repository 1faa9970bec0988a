package org.openmso.api.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs know their names and open from their beginning each time. */
class NamedInputTest {
    @TempDir Path root;

    @Test
    void aFileIsOpenedFromItsBeginningEachTime() throws IOException {
        Path file = Files.write(root.resolve("monday.ndjson"), new byte[] {1, 2, 3});
        NamedInput input = NamedInput.of(file);
        assertEquals(file.toString(), input.name());
        for (int i = 0; i < 2; i++) {
            try (var in = input.open()) {
                assertArrayEquals(new byte[] {1, 2, 3}, in.readAllBytes());
            }
        }
    }

    @Test
    void aMissingFileIsFoundMissingWhenItIsOpened() {
        NamedInput input = NamedInput.of(root.resolve("missing"));
        assertThrows(NoSuchFileException.class, input::open);
    }

    @Test
    void bytesInMemoryAreNamedAsTheHostSays() throws IOException {
        NamedInput input = NamedInput.of("upload 7", new byte[] {4});
        assertEquals("upload 7", input.name());
        try (var in = input.open()) {
            assertArrayEquals(new byte[] {4}, in.readAllBytes());
        }
    }
}
