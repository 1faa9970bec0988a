package org.openmso.testkit.registry;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;

/** Reads the tiers and practices that a test configured; made by OpenMSO. */
public final class GivenRegistry implements Registry {
    /** The tiers and practices as {@link #read} understands them. */
    public static byte[] written(Collection<Tier> tiers, Collection<Practice> practices) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(tiers.size());
            for (Tier tier : tiers) {
                out.writeUTF(tier.id());
                out.writeUTF(tier.name());
                out.writeInt(tier.capabilities().size());
                for (String capability : tier.capabilities()) {
                    out.writeUTF(capability);
                }
            }
            out.writeInt(practices.size());
            for (Practice practice : practices) {
                write(practice, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Practice practice, DataOutputStream out) throws IOException {
        out.writeUTF(practice.id());
        out.writeUTF(practice.name());
        out.writeUTF(practice.tier());
        out.writeUTF(practice.agreement().model().name());
        out.writeUTF(practice.agreement().state());
        out.writeLong(practice.agreement().from().toEpochDay());
        out.writeInt(practice.settings().size());
        for (Map.Entry<String, Map<String, String>> capability : practice.settings().entrySet()) {
            out.writeUTF(capability.getKey());
            out.writeInt(capability.getValue().size());
            for (Map.Entry<String, String> setting : capability.getValue().entrySet()) {
                out.writeUTF(setting.getKey());
                out.writeUTF(setting.getValue());
            }
        }
    }

    @Override
    public RegistrySnapshot read(NamedInput file) {
        try (var in = new DataInputStream(file.open())) {
            List<Tier> tiers = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                tiers.add(new Tier(in.readUTF(), in.readUTF(), capabilities(in)));
            }
            List<Practice> practices = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                practices.add(practice(in));
            }
            return new RegistrySnapshot(tiers, practices);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> capabilities(DataInputStream in) throws IOException {
        var capabilities = new TreeSet<String>();
        for (int left = in.readInt(); left > 0; left--) {
            capabilities.add(in.readUTF());
        }
        return capabilities;
    }

    private static Practice practice(DataInputStream in) throws IOException {
        String id = in.readUTF();
        String name = in.readUTF();
        String tier = in.readUTF();
        var agreement =
                new ManagementAgreement(
                        MsoModel.valueOf(in.readUTF()),
                        in.readUTF(),
                        LocalDate.ofEpochDay(in.readLong()));
        var settings = new TreeMap<String, Map<String, String>>();
        for (int left = in.readInt(); left > 0; left--) {
            var keys = new TreeMap<String, String>();
            settings.put(in.readUTF(), keys);
            for (int more = in.readInt(); more > 0; more--) {
                keys.put(in.readUTF(), in.readUTF());
            }
        }
        return new Practice(id, name, tier, agreement, settings);
    }
}
