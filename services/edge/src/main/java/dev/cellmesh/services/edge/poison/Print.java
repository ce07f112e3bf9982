package dev.cellmesh.services.edge.poison;

import java.util.function.Supplier;

/** By what is a request known again? By its kind at once; its fingerprint is taken when it is asked for, since hardly any ever is. */
public final class Print {
    private final Kind kind;
    private final Supplier<Fingerprint> taken;
    private Fingerprint exact;

    /** @param taken called once at most */
    public Print(Kind kind, Supplier<Fingerprint> taken) {
        this.kind = kind;
        this.taken = taken;
    }

    Kind kind() {
        return kind;
    }

    Fingerprint exact() {
        if (exact == null) {
            exact = taken.get();
        }
        return exact;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Print print
                && print.kind.equals(kind)
                && print.exact().equals(exact());
    }

    @Override
    public int hashCode() {
        return exact().hashCode();
    }
}
