package dev.cellmesh.services.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.LwwRegister;
import dev.cellmesh.model.merge.MergeMap;
import dev.cellmesh.model.merge.OrSet;
import dev.cellmesh.runtime.service.RegionalEntity;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Does a row give back what was put into it? Otherwise regions would merge something else than was written. */
class StatesAsJsonTest {
    private static final List<Region> REGIONS = List.of(new Region("us-east1"), new Region("europe-west1"));

    private static <S> void assertKept(RegionalEntity<S> entity, S state) {
        String row = entity.encode().apply(state).encode();
        assertThat(entity.decode().apply(new JsonObject(row))).isEqualTo(state);
    }

    private static Region region(int number) {
        return REGIONS.get(Math.floorMod(number, REGIONS.size()));
    }

    private static HybridTimestamp time(int number) {
        return new HybridTimestamp(1_700_000_000_000L, number);
    }

    @Test
    void whatNobodyWrote() {
        assertKept(DisplayNames.ENTITY, LwwRegister.empty());
        assertKept(Preferences.ENTITY, MergeMap.empty());
        assertKept(Tags.ENTITY, OrSet.empty());
        assertThat(DisplayNames.ENTITY.latest().apply(LwwRegister.empty())).isEmpty();
        assertThat(Preferences.ENTITY.latest().apply(MergeMap.empty())).isEmpty();
    }

    @Property
    void displayNames(@ForAll String name, @ForAll @IntRange(max = 65_535) int at) {
        LwwRegister<String> register = LwwRegister.of(name, time(at), region(at));
        assertKept(DisplayNames.ENTITY, register);
        assertThat(DisplayNames.ENTITY.latest().apply(register)).contains(time(at));
    }

    @Property
    void preferences(
            @ForAll @Size(max = 30) List<@IntRange(max = 7) Integer> fields,
            @ForAll double number,
            @ForAll boolean flag,
            @ForAll String text) {
        List<Preference> values =
                List.of(Preference.of(Double.isFinite(number) ? number : 0), Preference.of(flag), Preference.of(text));
        MergeMap<Preference> map = MergeMap.empty();
        for (int at = 0; at < fields.size(); at++) {
            String field = "field" + fields.get(at);
            map = at % 4 == 3
                    ? map.remove(region(at), field, time(at + 1))
                    : map.put(region(at), field, values.get(at % 3), time(at + 1))
                            .orElseThrow();
        }
        assertKept(Preferences.ENTITY, map);
        Optional<HybridTimestamp> latest = Preferences.ENTITY.latest().apply(map);
        map.fields()
                .values()
                .forEach(register -> assertThat(latest.orElseThrow()).isGreaterThanOrEqualTo(register.timestamp()));
    }

    @Property
    void tags(@ForAll @Size(max = 30) List<@IntRange(max = 9) Integer> tags) {
        OrSet<String> set = OrSet.empty();
        for (int at = 0; at < tags.size(); at++) {
            String tag = "tag" + tags.get(at);
            set = at % 3 == 2 ? set.remove(tag) : set.add(region(at), tag);
        }
        assertKept(Tags.ENTITY, set);
    }

    @Test
    void oneNumberHasOneForm() {
        assertThat(Preference.of(5)).isEqualTo(Preference.of(5.0)).isEqualTo(Preference.of(5L));
        assertThat(Preference.of(5.0).json()).isEqualTo(5L);
        assertThat(Preference.of(-0.0)).isEqualTo(Preference.of(0));
        assertThat(Preference.of(9_007_199_254_740_991L).json()).isEqualTo(9_007_199_254_740_991L);
        assertThat(Preference.of(0.1).json()).isEqualTo(0.1);
        assertThat(Preference.of("5")).isNotEqualTo(Preference.of(5));
    }
}
