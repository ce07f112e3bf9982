package dev.cellmesh.services.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Are ids and cursors read back as they were given out, and nothing else? */
class CatalogNamesTest {
    @Property
    void aReservationsIdNamesItsRegion(@ForAll long most, @ForAll long least) {
        ReservationId id = new ReservationId(new UUID(most, least), new Region("europe-west1"));
        assertThat(ReservationId.parse(id.toString())).contains(id);
        assertThat(ReservationId.parse(id + "\n")).isEmpty();
        assertThat(ReservationId.parse(id.id().toString())).isEmpty();
    }

    @Property
    void aCursorIsTheLastProduct(@ForAll long most, @ForAll long least) {
        UUID last = new UUID(most, least);
        assertThat(Products.PAGES.decode(Products.PAGES.encode(last))).contains(last);
    }

    @Property
    void anyTextIsNoCursorAndNoId(@ForAll String text) {
        assertThat(Products.PAGES.decode(text)).isEmpty();
        assertThat(ReservationId.parse(text)).isEmpty();
    }
}
