package dev.cellmesh.services.profiles;

import dev.cellmesh.model.merge.OrSet;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.RegionalEntity;
import dev.cellmesh.runtime.service.RegionalRead;
import dev.cellmesh.runtime.service.RegionalWrite;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import dev.cellmesh.runtime.service.RegionalWrite.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/** Which tags does a profile have? Every region may add and remove; of an addition and a removal at once, the addition counts. */
final class Tags {
    /** More than anybody overlooks; and a row of them stays below 30 KiB. The OpenAPI file has the same number. */
    static final int TAGS_MAX = 200;

    static final RegionalEntity<OrSet<String>> ENTITY = new RegionalEntity<>(
            "tags", OrSet.empty(), OrSet::merge, TagsJson::encode, TagsJson::decode, state -> Optional.empty());

    private static final String TAGS = "tags";
    private static final String TAG = "tag";

    private Tags() {}

    static RegionalRead<OrSet<String>> read() {
        return new RegionalRead<>(
                RegionalParts.reading(ENTITY.type(), ConflictRule.OBSERVED_REMOVE_SET, Level.CAUSAL),
                Operation.schemaOnly(),
                ENTITY,
                RegionalParts::profileOf,
                (call, merged) -> merged.exists()
                        ? Answer.ok(Entities.merged(data(call, merged.state()), merged))
                        : Entities.unknown("set of tags"));
    }

    static RegionalWrite<OrSet<String>> add() {
        return writing(Tags::added);
    }

    static RegionalWrite<OrSet<String>> remove() {
        return writing(Tags::removed);
    }

    private static RegionalWrite<OrSet<String>> writing(
            Function<Attempt<OrSet<String>>, Change<OrSet<String>>> change) {
        return new RegionalWrite<>(
                RegionalParts.writing(ENTITY.type(), ConflictRule.OBSERVED_REMOVE_SET),
                Operation.schemaOnly(),
                ENTITY,
                RegionalParts::profileOf,
                change);
    }

    /** A tag that is there is added all the same: so it stays, should another region be removing it right now. */
    private static Change<OrSet<String>> added(Attempt<OrSet<String>> attempt) {
        Call call = attempt.call();
        OrSet<String> before = attempt.merged().state();
        OrSet<String> state = before;
        JsonArray tags = call.input().body().getJsonArray(TAGS);
        for (int at = 0; at < tags.size(); at++) {
            state = state.add(call.region(), tags.getString(at));
        }
        int after = state.elements().size();
        return after > TAGS_MAX && after > before.elements().size()
                ? new Change.Refused<>(Problem.limitReached("tags", TAGS_MAX, "There would be too many tags."))
                : new Change.Stored<>(state, Answer.ok(Entities.written(data(call, state), attempt)), "tags-added");
    }

    private static Change<OrSet<String>> removed(Attempt<OrSet<String>> attempt) {
        Call call = attempt.call();
        String tag = call.input().pathParameter(TAG);
        if (!attempt.merged().state().contains(tag)) {
            return new Change.Refused<>(Entities.unknownEntity(TAG));
        }
        OrSet<String> state = attempt.merged().state().remove(tag);
        return new Change.Stored<>(state, Answer.ok(Entities.written(data(call, state), attempt)), "tag-removed");
    }

    private static JsonObject data(Call call, OrSet<String> set) {
        JsonArray tags = new JsonArray();
        set.value().forEach(tags::add);
        return new JsonObject().put("id", RegionalParts.profileOf(call)).put(TAGS, tags);
    }
}
