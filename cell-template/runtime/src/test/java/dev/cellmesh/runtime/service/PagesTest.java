package dev.cellmesh.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Pages<UUID> PAGES = new Pages<>(new UUID(0, 0), UUID::toString, Ids::parse);

    private static Input input(Optional<String> after, Optional<Integer> limit) {
        Map<String, Object> query = new HashMap<>();
        after.ifPresent(text -> query.put("after", text));
        limit.ifPresent(number -> query.put("limit", number));
        return new Input(
                "list", "GET", "/list", "/list", Map.of(), query, MultiMap.caseInsensitiveMultiMap(), new JsonObject());
    }

    @Property
    void everyKeyComesBack(@ForAll long most, @ForAll long least) {
        UUID key = new UUID(most, least);
        assertThat(PAGES.decode(PAGES.encode(key))).contains(key);
    }

    @Property
    void noTextBreaksIt(@ForAll String text) {
        assertThat(PAGES.decode(text)).isEmpty();
        assertThat(PAGES.check(input(Optional.of(text), Optional.empty()))).isPresent();
    }

    @Property
    void pagesTogetherAreTheList(@ForAll @IntRange(max = 20) int count, @ForAll @IntRange(min = 1, max = 7) int limit) {
        List<UUID> list =
                LongStream.rangeClosed(1, count).mapToObj(i -> new UUID(0, i)).toList();
        List<String> read = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Input input = input(after, Optional.of(limit));
            assertThat(PAGES.check(input)).isEmpty();
            List<UUID> rows = list.stream()
                    .filter(id -> id.compareTo(PAGES.after(input)) > 0)
                    .limit(Pages.rows(input))
                    .toList();
            JsonObject page = PAGES.page(input, rows, id -> new JsonObject().put("id", id.toString()), key -> key);
            assertThat(page.getJsonArray("data").size()).isLessThanOrEqualTo(limit);
            page.getJsonArray("data").forEach(entry -> read.add(((JsonObject) entry).getString("id")));
            after = Optional.ofNullable(page.getString("next"));
        } while (after.isPresent());
        assertThat(read).isEqualTo(list.stream().map(UUID::toString).toList());
    }

    @Test
    void withoutWishesAListBeginsAtItsStart() {
        Input input = input(Optional.empty(), Optional.empty());
        assertThat(PAGES.after(input)).isEqualTo(PAGES.start());
        assertThat(Pages.rows(input)).isEqualTo(Pages.limit(input) + 1L);
    }
}
