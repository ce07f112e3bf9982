package dev.cellmesh.local.postgres;

/**
 * Who logs in to the rings? Random passwords, the same for all rings of one mesh, and never longer-lived than its data.
 *
 * @param password of {@link #USER}, who owns the database {@link #DATABASE}
 * @param adminPassword of {@link #ADMIN}, the superuser
 * @param replicationPassword of {@link #REPLICATOR}, as whom standbys stream
 */
public record RingCredentials(String password, String adminPassword, String replicationPassword) {
    public static final String DATABASE = "cellmesh";
    public static final String USER = "cellmesh";
    public static final String ADMIN = "postgres";
    public static final String REPLICATOR = "replicator";

    /** Without the passwords: records end up in logs. */
    @Override
    public String toString() {
        return "RingCredentials[" + USER + "]";
    }
}
