package dev.cellmesh.local.mesh;

import java.util.List;
import java.util.Map;

/** Which tables of a home ring are one service's own? What every write uses, its key and its outbox row, is nobody's own. */
final class ServiceTables {
    private static final Map<String, List<String>> TABLES = Map.of(
            "payments", List.of("account", "transfer", "ledger_entry"),
            "catalog",
                    List.of(
                            "product",
                            "stock_portion",
                            "stock_sent",
                            "stock_received",
                            "stock_delivery",
                            "reservation"),
            "collab", List.of("comment", "reaction"));

    private ServiceTables() {}

    /** @throws Mesh.UnknownPartException when none are known */
    static List<String> of(String service) {
        List<String> tables = TABLES.get(service);
        if (tables == null) {
            throw new Mesh.UnknownPartException("no tables are known of a service " + service + "; there are "
                    + String.join(", ", TABLES.keySet().stream().sorted().toList()));
        }
        return tables;
    }
}
