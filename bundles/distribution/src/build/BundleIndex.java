import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes {@code bundles.index} beside the folder {@code bundles}: SHA-256, a blank, the file name, one line a jar. */
class BundleIndex {
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        var index = new StringBuilder();
        try (var jars = Files.list(root.resolve("bundles"))) {
            for (Path jar : jars.sorted().toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                index.append(HexFormat.of().formatHex(digest)).append(' ').append(jar.getFileName()).append('\n');
            }
        }
        if (index.length() == 0) {
            throw new IllegalStateException("no bundle in " + root);
        }
        Files.writeString(root.resolve("bundles.index"), index);
    }
}
