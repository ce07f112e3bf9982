package dev.cellmesh.services.catalog;

import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import java.util.Map;

/** What is for sale, and how much of it is left? Products, their units in every region, and reservations of them. */
public final class CatalogService implements CellService {
    @Override
    public String name() {
        return "catalog";
    }

    @Override
    public String openApi() {
        return "dev/cellmesh/services/catalog/openapi.yaml";
    }

    @Override
    public Map<String, Operation> operations(Ids ids) {
        return Map.of(
                "createProduct", Products.create(ids),
                "readProduct", Products.read(),
                "changeProduct", Products.change(),
                "listProducts", Products.list(),
                "deliverUnits", Stock.deliver(ids),
                "readStock", Stock.read(),
                "reserveUnits", Reservations.reserve(ids),
                "readReservation", Reservations.read(),
                "releaseReservation", Reservations.release());
    }
}
