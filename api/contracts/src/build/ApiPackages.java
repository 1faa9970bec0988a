import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** Copies package names and versions from the contracts' manifest into a resource: one {@code name version} a line. */
class ApiPackages {
    public static void main(String[] args) throws Exception {
        var manifest = new Manifest();
        try (var in = Files.newInputStream(Path.of(args[0]))) {
            manifest.read(in);
        }
        var exports = manifest.getMainAttributes().getValue("Export-Package");
        var lines = new TreeSet<String>();
        var clause = Pattern.compile("(org\\.openmso\\.api[\\w.]*)(?:;[\\w:]+=\"[^\"]*\")*?;version=\"([^\"]+)\"");
        var found = clause.matcher(exports);
        while (found.find()) {
            lines.add(found.group(1) + " " + found.group(2));
        }
        if (lines.isEmpty()) {
            throw new IllegalStateException("no versioned package in Export-Package: " + exports);
        }
        var target = Path.of(args[1]);
        Files.createDirectories(target.getParent());
        Files.writeString(target, String.join("\n", lines) + "\n");
    }
}
