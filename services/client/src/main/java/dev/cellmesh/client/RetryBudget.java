package dev.cellmesh.client;

/**
 * May one more request be sent again? At most a tenth of all requests may, so that a client's patience is never an overload of its own.
 * Each call deposits a tenth, each retry takes one; a small reserve lets a quiet client retry, too. (The ratio budget of Finagle and
 * Envoy.) For any thread.
 */
final class RetryBudget {
    private static final double DEPOSIT = 0.1;
    private static final double RESERVE = 10;

    private double balance = RESERVE;

    synchronized void called() {
        balance = Math.min(RESERVE, balance + DEPOSIT);
    }

    synchronized boolean hasOne() {
        return balance >= 1;
    }

    synchronized boolean take() {
        if (!hasOne()) {
            return false;
        }
        balance -= 1;
        return true;
    }
}
