package dev.cellmesh.runtime.node;

/** Which protection does a node do without, on purpose, so that a proof can show what would happen? Never set but by a proof. */
public enum Weakness {
    /** Every request gets a key of its own: a repeated one has its effect again. */
    IDEMPOTENCY,
    /** A cell lets everything in: no adaptive limit, no queue bound by it, no classes. */
    ADMISSION,
    /** All services of a cell share one set of database connections. */
    BULKHEADS,
    /** An edge knows cells that answer and cells that do not, and nothing of slow or failing ones. */
    OUTLIER_EJECTION,
    /** An edge retries without a budget. */
    RETRY_BUDGET,
    /** The control plane gives tenants fixed groups of cells, as plain shards do. */
    SHUFFLE_SHARDS,
    /** The control plane gives each tenant every cell. */
    SHARDS,
    /** A cell process halts when the path of a request holds {@code poison}: what a bug in it would do. */
    POISON
}
