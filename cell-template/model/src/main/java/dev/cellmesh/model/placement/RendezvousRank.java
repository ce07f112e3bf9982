package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * In which order does a tenant like these cells? Rendezvous hashing: {@code score = SHA-256(tenant, 0x00, cell name)} in
 * UTF-8, read as one unsigned number, highest first. A score depends on the tenant and that cell alone, so a cell that
 * comes or goes leaves the order of all others as it was.
 */
final class RendezvousRank {
    /** @param score in hexadecimal digits, whose order as text is the order of the number */
    private record Scored(CellId cell, String score) {}

    private static final Comparator<Scored> BEST_FIRST =
            Comparator.comparing(Scored::score).reversed();

    private RendezvousRank() {}

    static List<CellId> of(TenantId tenant, Collection<CellId> cells) {
        return cells.stream()
                .map(cell -> new Scored(cell, score(tenant, cell)))
                .sorted(BEST_FIRST)
                .map(Scored::cell)
                .toList();
    }

    private static String score(TenantId tenant, CellId cell) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(tenant.value().getBytes(StandardCharsets.UTF_8));
            // Neither name can hold it, so no two pairs give the same bytes.
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(cell.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
