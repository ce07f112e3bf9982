package dev.cellmesh.services.payments;

import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import java.util.Map;

/** How does money move? Accounts, transfers between them, and the ledger that shows each of them twice. */
public final class PaymentsService implements CellService {
    @Override
    public String name() {
        return "payments";
    }

    @Override
    public String openApi() {
        return "dev/cellmesh/services/payments/openapi.yaml";
    }

    @Override
    public Map<String, Operation> operations(Ids ids) {
        return Map.of(
                "openAccount", Accounts.open(ids),
                "readAccount", Accounts.read(),
                "labelAccount", Accounts.label(),
                "makeTransfer", Transfers.make(ids),
                "readTransfer", Transfers.read(),
                "listLedger", Ledger.list());
    }
}
