package dev.cellmesh.model.profile;

/** Where do the rows of an entity live, and so, who may write them? */
public enum Residence {
    /** In the tenant's home region, which alone writes them. Keys of writes are unique per tenant. */
    HOME("home"),
    /** In the ring that every region reads as its own. Keys of writes are unique per tenant. */
    GLOBAL("global"),
    /**
     * Each region has its own row and writes that one only; reads merge the rows of all. Keys are unique per tenant and region: one
     * that is repeated in another region is found there as soon as it has been replicated, and not before.
     */
    EVERY_REGION("every-region");

    private final String wireName;

    Residence(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
