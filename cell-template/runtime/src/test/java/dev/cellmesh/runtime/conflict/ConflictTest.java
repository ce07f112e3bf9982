package dev.cellmesh.runtime.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.merge.Versioned;
import dev.cellmesh.runtime.service.Revision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConflictTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final EntityKey ENTITY = new EntityKey(new TenantId("acme"), "document", "d1");

    @Test
    void theSameVersionsAreTheSameConflictInWhateverOrderTheyCome() {
        assertThat(conflict(ENTITY, 1, 1).id())
                .isEqualTo(new Conflict(ENTITY, new Siblings<>(List.of(version(EU, 1), version(US, 1)))).id());
        assertThat(conflict(ENTITY, 1, 1).id().version()).isEqualTo(8);
        assertThat(conflict(ENTITY, 1, 1).id().variant()).isEqualTo(2);
    }

    @Test
    void otherVersionsOrEntitiesAreOtherConflicts() {
        assertThat(List.of(
                        conflict(ENTITY, 1, 1).id(),
                        conflict(ENTITY, 2, 1).id(),
                        conflict(new EntityKey(new TenantId("bolt"), "document", "d1"), 1, 1)
                                .id(),
                        conflict(new EntityKey(new TenantId("acme"), "document", "d2"), 1, 1)
                                .id(),
                        conflict(new EntityKey(new TenantId("acme"), "documentd", "1"), 1, 1)
                                .id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsStoredComesBack() {
        Conflict conflict = conflict(ENTITY, 3, 4);
        JsonArray stored = new JsonArray(conflict.versionsJson().encode());
        assertThat(Conflict.versionsOf(stored)).isEqualTo(conflict.versions());
    }

    @Test
    void oneVersionIsNoConflict() {
        Siblings<Revision<JsonObject>> one = new Siblings<>(List.of(version(US, 1)));
        assertThatThrownBy(() -> new Conflict(ENTITY, one)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Conflict conflict(EntityKey entity, long us, long eu) {
        return new Conflict(entity, new Siblings<>(List.of(version(US, us), version(EU, eu))));
    }

    private static Versioned<Revision<JsonObject>> version(Region region, long count) {
        return new Versioned<>(
                new VersionVector(Map.of(region, count)),
                new Revision<>(new JsonObject().put("title", "t"), new HybridTimestamp(1, 0), region));
    }
}
