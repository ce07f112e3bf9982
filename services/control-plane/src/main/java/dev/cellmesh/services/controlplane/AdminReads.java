package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.Pages;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What does an administrator get to see? Strongly read, so an acknowledged change is in it. */
final class AdminReads {
    private static final Pages<String> TENANTS = new Pages<>("", id -> id, AdminReads::tenantId);
    /** The newest first. */
    private static final Pages<Long> AUDIT = new Pages<>(Long.MAX_VALUE, String::valueOf, AdminReads::epoch);

    private static final int CELL_NAME_LENGTH_MAX = Region.LENGTH_MAX + "-c999".length();
    private static final Pages<String> CELLS = new Pages<>("", id -> id, AdminReads::cellName);

    private final MeshStore store;
    private final int zones;

    /** @param zones that cells are numbered through in each region */
    AdminReads(MeshStore store, int zones) {
        this.store = store;
        this.zones = zones;
    }

    Future<Reply> tenant(Input input, Deadline deadline) {
        TenantId id = new TenantId(input.pathParameter("tenant"));
        return store.tenant(id, deadline)
                .map(found -> reply(
                        found,
                        tenant -> tenant.map(record -> AdminReplies.first(Answer.ok(record.toJson())))
                                .orElseGet(AdminReads::unknownTenant)));
    }

    Future<Reply> tenants(Input input, Deadline deadline) {
        Optional<Problem> malformed = TENANTS.check(input);
        if (malformed.isPresent()) {
            return Future.succeededFuture(Reply.problem(malformed.get()));
        }
        return store.tenants(
                        TENANTS.after(input),
                        input.queryText("status"),
                        input.queryText("home"),
                        Pages.limit(input) + 1,
                        deadline)
                .map(found -> reply(
                        found,
                        rows -> AdminReplies.first(Answer.ok(TENANTS.page(
                                input,
                                rows,
                                TenantRecord::toJson,
                                last -> last.id().value())))));
    }

    /** Cells are few, so a page is cut out of all of them; how full they are takes all tenants anyway. */
    Future<Reply> cells(Input input, Deadline deadline) {
        Optional<Problem> malformed = CELLS.check(input);
        if (malformed.isPresent()) {
            return Future.succeededFuture(Reply.problem(malformed.get()));
        }
        String after = CELLS.after(input);
        return store.load(deadline)
                .map(found -> reply(found, state -> {
                    List<CellView> rows = state.cells().values().stream()
                            .filter(cell -> cell.id().toString().compareTo(after) > 0)
                            .sorted(Comparator.comparing(cell -> cell.id().toString()))
                            .limit(Pages.limit(input) + 1L)
                            .map(cell -> CellView.of(state, cell, zones))
                            .toList();
                    return AdminReplies.first(Answer.ok(CELLS.page(
                            input,
                            rows,
                            CellView::toJson,
                            last -> last.cell().id().toString())));
                }));
    }

    Future<Reply> cell(Input input, Deadline deadline) {
        CellId id = CellId.parse(input.pathParameter("cell"));
        return store.load(deadline)
                .map(found -> reply(
                        found,
                        state -> Optional.ofNullable(state.cells().get(id))
                                .map(cell -> AdminReplies.first(Answer.ok(
                                        CellView.of(state, cell, zones).toJson())))
                                .orElseGet(AdminReads::unknownCell)));
    }

    Future<Reply> audit(Input input, Deadline deadline) {
        Optional<Problem> malformed = AUDIT.check(input);
        if (malformed.isPresent()) {
            return Future.succeededFuture(Reply.problem(malformed.get()));
        }
        return store.audit(AUDIT.after(input), Pages.limit(input) + 1, deadline)
                .map(found -> reply(
                        found,
                        rows -> AdminReplies.first(
                                Answer.ok(AUDIT.page(input, rows, AuditEntry::toJson, AuditEntry::epoch)))));
    }

    private static <T> Reply reply(Stored<T> outcome, Function<T, Reply> found) {
        return switch (outcome) {
            case Stored.Found<T> rows -> found.apply(rows.value()).with("X-Consistency-Level", "strong");
            case Stored.Unavailable<T> unavailable -> Refusals.of(unavailable.why());
        };
    }

    private static Reply unknownTenant() {
        return Reply.problem(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no tenant with this id."));
    }

    private static Reply unknownCell() {
        return Reply.problem(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no cell of this name."));
    }

    /** Any that could be one: a page may begin behind a cell that has gone. */
    private static Optional<String> cellName(String text) {
        return text.length() <= CELL_NAME_LENGTH_MAX ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> tenantId(String text) {
        return TenantId.isValid(text) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Long> epoch(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
