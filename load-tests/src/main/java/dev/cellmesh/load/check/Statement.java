package dev.cellmesh.load.check;

import java.util.List;
import java.util.UUID;

/**
 * What do a tenant's accounts say when all is over? One tenant at a time, so that the ledgers of only one are in memory.
 *
 * @param accounts all that the run opened
 */
public record Statement(String tenant, List<Account> accounts) {
    /**
     * @param opening what it was opened with
     * @param postings its ledger without the opening, oldest first
     */
    public record Account(String id, long opening, long balance, List<Posting> postings) {}

    /** @param amount negative when it left the account */
    public record Posting(UUID transfer, long amount) {}
}
