package dev.cellmesh.services.profiles;

/** What can a preference be? A JSON scalar, in one form for each value, so that equal ones are equal in every region. */
sealed interface Preference {
    /** As it stands in JSON: String, Long, Double or Boolean. */
    Object json();

    /** @param value String, Number or Boolean, as a JSON parser gives it */
    static Preference of(Object value) {
        return switch (value) {
            case String text -> new Text(text);
            case Boolean flag -> new Flag(flag);
            case Number number -> new Quantity(number.doubleValue());
            default -> throw new IllegalArgumentException(value.getClass() + " is no JSON scalar");
        };
    }

    record Text(String json) implements Preference {}

    record Flag(Boolean json) implements Preference {}

    /** @param value finite, and exact for whole numbers: the schema lets no larger ones in; never minus zero */
    record Quantity(double value) implements Preference {
        public Quantity {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("JSON has no " + value);
            }
            value = value == 0 ? 0 : value;
        }

        /** 5, not 5.0, whichever of them was sent. */
        @Override
        public Object json() {
            boolean whole = value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE;
            return whole ? (Object) (long) value : (Object) value;
        }
    }
}
