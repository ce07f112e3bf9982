package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** With which settings does each member of a ring run? Written anew at each start, so that the code is what counts. */
final class ServerSettings {
    /** How far a silent standby may fall behind before its place is given up and it is made anew. */
    private static final int SLOT_KEEP_MEGABYTES = 512;
    /** A link that swallows bytes is noticed after this long; several slowest round trips of the default WAN. */
    private static final int REPLICATION_TIMEOUT_MILLIS = 5_000;
    /** How soon a standby tries again; the default of 5 s would be the time that each blip costs. */
    private static final int RECONNECT_MILLIS = 250;
    /** How long replay waits for a reader; longer would hold back the acknowledgements of the global ring. */
    private static final int READER_GRACE_MILLIS = 1_000;
    /** The passwords are 128 random bits, which no iteration count makes harder to guess; connecting gets cheaper. */
    private static final int SCRAM_ITERATIONS = 64;

    private ServerSettings() {}

    /**
     * The file {@code postgresql.conf} of a member.
     *
     * @param connectionsMax the same for all members: a standby must allow as many as its primary
     */
    static String file(
            RingId ring,
            Region member,
            int port,
            int connectionsMax,
            List<Region> standbys,
            Optional<Upstream> upstream) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        // A path of a data folder can be longer than the 107 characters a socket may have.
        settings.put("unix_socket_directories", "");
        settings.put("cluster_name", ring.name() + "/" + member.name());
        settings.put("max_connections", Integer.toString(connectionsMax));
        settings.put("password_encryption", "scram-sha-256");
        settings.put("scram_iterations", Integer.toString(SCRAM_ITERATIONS));
        memory(settings);
        durability(settings, ring, standbys);
        replication(settings, upstream);
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("lc_messages", "C");
        settings.put("log_min_messages", "warning");
        settings.put("log_line_prefix", "%m [%p] %a ");
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + quoted(setting.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Which standbys must have a commit before it is acknowledged. */
    static String synchronousStandbys(RingId ring, List<Region> standbys) {
        if (standbys.isEmpty()) {
            return "";
        }
        // Half of the members, rounded down, and the primary itself are a majority.
        int needed = switch (ring) {
            case RingId.Global global -> standbys.size();
            case RingId.Home home -> (standbys.size() + 1) / 2;
        };
        return standbys.stream()
                .map(standby -> "\"" + standby.name() + "\"")
                .collect(Collectors.joining(", ", "ANY " + needed + " (", ")"));
    }

    static String slot(Region standby) {
        return standby.name().replace('-', '_');
    }

    private static void memory(Map<String, String> settings) {
        settings.put("shared_buffers", "16MB");
        settings.put("wal_buffers", "1MB");
        settings.put("work_mem", "2MB");
        settings.put("maintenance_work_mem", "16MB");
        // Of each connection that might be; only SERIALIZABLE needs more, and nothing here asks for it.
        settings.put("max_pred_locks_per_transaction", "10");
        settings.put("huge_pages", "off");
        settings.put("jit", "off");
        // Files in the data folder: those in /dev/shm would stay behind after kill -9.
        settings.put("dynamic_shared_memory_type", "mmap");
        // Workers of all kinds cost memory in 12 servers and gain nothing on one machine.
        settings.put("io_method", "sync");
        settings.put("max_worker_processes", "2");
        settings.put("max_parallel_workers", "0");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("max_parallel_maintenance_workers", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("autovacuum_max_workers", "1");
        settings.put("autovacuum_worker_slots", "2");
    }

    private static void durability(Map<String, String> settings, RingId ring, List<Region> standbys) {
        settings.put("fsync", "on");
        settings.put("wal_level", "replica");
        settings.put("synchronous_commit", ring instanceof RingId.Global ? "remote_apply" : "on");
        settings.put("synchronous_standby_names", synchronousStandbys(ring, standbys));
        settings.put("min_wal_size", "16MB");
        settings.put("max_wal_size", "256MB");
    }

    private static void replication(Map<String, String> settings, Optional<Upstream> upstream) {
        settings.put("max_wal_senders", "8");
        settings.put("max_replication_slots", "8");
        settings.put("max_slot_wal_keep_size", SLOT_KEEP_MEGABYTES + "MB");
        settings.put("wal_sender_timeout", REPLICATION_TIMEOUT_MILLIS + "ms");
        settings.put("wal_receiver_timeout", REPLICATION_TIMEOUT_MILLIS + "ms");
        settings.put("wal_retrieve_retry_interval", RECONNECT_MILLIS + "ms");
        settings.put("wal_receiver_status_interval", "1s");
        settings.put("hot_standby", "on");
        // Off: with a slot, the oldest snapshot of a dead standby would hold back vacuum at home.
        settings.put("hot_standby_feedback", "off");
        settings.put("max_standby_streaming_delay", READER_GRACE_MILLIS + "ms");
        settings.put("recovery_target_timeline", "latest");
        upstream.ifPresent(from -> {
            settings.put("primary_conninfo", from.connectionString());
            settings.put("primary_slot_name", slot(from.standby()));
        });
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
