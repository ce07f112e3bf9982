package dev.cellmesh.runtime.problem;

/** What can go wrong, as a client sees it? In the order of the contract: of several, only the first is answered. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    REQUEST_TIMEOUT(408, "The request came too slowly"),
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The path is too long"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    UNKNOWN_PATH(404, "There is no such path"),
    METHOD_NOT_ALLOWED(405, "The path has no such method"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    WRONG_TENANT(403, "The token is for another tenant"),
    ROLE_NEEDED(403, "The token lacks the role"),
    TENANT_SUSPENDED(403, "The tenant is suspended"),
    UNKNOWN_TENANT(404, "There is no such tenant"),
    MISDIRECTED(421, "Another cell owns the tenant"),
    QUOTA_EXCEEDED(429, "The tenant's limit is reached"),
    ABNORMAL_USAGE_DETECTED(429, "Cells crashed while they worked at such requests"),
    OVERLOADED(503, "There is more work than can be done"),
    DRAINING(503, "The cell is stopping"),
    DEADLINE_EXCEEDED(503, "The deadline has passed before the work began"),
    IDEMPOTENCY_KEY_MISSING(400, "The write needs an Idempotency-Key"),
    IDEMPOTENCY_KEY_REUSED(422, "The key was used for another request"),
    IDEMPOTENCY_IN_PROGRESS(409, "The first request with the key is still running"),
    REGION_UNAVAILABLE(503, "The region's data cannot be reached"),
    NOT_CAUGHT_UP(503, "The region has not come as far as the token"),
    FENCED(503, "The region's writer has changed"),
    UNKNOWN_ENTITY(404, "There is no such entity"),
    PRECONDITION_REQUIRED(428, "The write needs If-Match"),
    VERSION_CONFLICT(412, "The entity has another version"),
    ALREADY_EXISTS(409, "The entity is already there"),
    CONFLICT_CLOSED(409, "The conflict is not open any more"),
    UNKNOWN_VERSION(422, "There is no such version"),
    MERGED_VALUE_INVALID(422, "The merged value does not look like the versions"),
    UNKNOWN_REGION(422, "There is no such region"),
    UNKNOWN_CELL(422, "There is no such cell"),
    CELL_CLOSED(422, "The cell takes no tenants"),
    LAST_OPEN_CELL(422, "The region would have no open cell"),
    INSUFFICIENT_FUNDS(422, "The account has too little"),
    CURRENCY_MISMATCH(422, "The currencies differ"),
    SAME_ACCOUNT(422, "Source and destination are the same"),
    BALANCE_LIMIT(422, "The balance would grow too large"),
    OUT_OF_STOCK(422, "There are too few units"),
    PRODUCT_DISCONTINUED(422, "The product is no longer sold"),
    EMAIL_TAKEN(422, "The address belongs to another identity"),
    LIMIT_REACHED(422, "There would be more than is allowed"),
    UNKNOWN_OUTCOME(504, "It may or may not have happened: retry with the same key"),
    INTERNAL(500, "Something broke");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The last part of the type URI, such as {@code version-conflict}. */
    public String slug() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The value of {@code type}: a stable name, not a promise of a page. */
    public String uri() {
        return "https://cellmesh.dev/problems/" + slug();
    }
}
