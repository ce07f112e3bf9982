package dev.cellmesh.runtime.consistency;

import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.WriteProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What does everybody hear of one operation's profile?
 *
 * @param operation its id in the OpenAPI file
 * @param path the template of the OpenAPI file
 */
public record PublishedProfile(String service, String operation, String method, String path, Profile profile) {
    public static final String OPERATION = "operation";
    public static final String METHOD = "method";
    public static final String PATH = "path";
    public static final String KIND = "kind";
    public static final String READ = "read";
    public static final String WRITE = "write";
    public static final String RESIDENCE = "residence";
    public static final String LEVEL = "level";
    public static final String WEAKEST = "weakest";
    public static final String CACHEABLE_SECONDS = "cacheableSeconds";
    public static final String DURABILITY = "durability";

    private static final String ANY_BOUND = "bounded";

    /** As {@code X-Consistency-Level} says it. */
    public static String text(Level level) {
        return level instanceof Level.Bounded bounded
                ? bounded.wireName() + "; max-staleness=" + bounded.staleness().toMillis() + "ms"
                : level.wireName();
    }

    /**
     * Which levels may a request ask for, in the words of its header, the strongest first? Global is not among them: it is how
     * such rows are, and no wish.
     */
    public static List<String> mayAsk(ReadProfile read) {
        Level weakest = read.weakest();
        List<String> wishes = new ArrayList<>();
        for (Level wish : List.of(Level.STRONG, Level.CAUSAL, Level.SESSION)) {
            if (!Level.isWeaker(wish, weakest)) {
                wishes.add(wish.wireName());
            }
        }
        if (weakest instanceof Level.Bounded) {
            wishes.add(text(weakest));
        } else if (weakest instanceof Level.Eventual) {
            wishes.addAll(List.of(ANY_BOUND, weakest.wireName()));
        }
        return wishes;
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("service", service)
                .put(OPERATION, operation)
                .put(METHOD, method)
                .put(PATH, path)
                .put("entity", profile.entity())
                .put(KIND, profile instanceof ReadProfile ? READ : WRITE)
                .put(RESIDENCE, profile.residence().wireName());
        switch (profile) {
            case ReadProfile read -> addTo(json, read);
            case WriteProfile write ->
                json.put(DURABILITY, write.durability().name().toLowerCase(Locale.ROOT))
                        .put("precondition", write.precondition().wireName());
        }
        return json.put("conflicts", profile.conflicts().wireName())
                .put("conflictsMeaning", profile.conflicts().meaning());
    }

    private static void addTo(JsonObject json, ReadProfile read) {
        json.put(LEVEL, text(read.level()))
                .put(WEAKEST, text(read.weakest()))
                .put("mayAsk", new JsonArray(mayAsk(read)))
                .put("whenUnreachable", read.unreachable().wireName());
        if (read.weakest() instanceof Level.Bounded bounded) {
            json.put("maxStalenessMillis", bounded.staleness().toMillis());
        }
        read.cacheable().ifPresent(kept -> json.put(CACHEABLE_SECONDS, kept.toSeconds()));
    }
}
