package dev.cellmesh.services.profiles;

import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.LwwRegister;
import dev.cellmesh.model.merge.MergeMap;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.RegionalEntity;
import dev.cellmesh.runtime.service.RegionalRead;
import dev.cellmesh.runtime.service.RegionalWrite;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import dev.cellmesh.runtime.service.RegionalWrite.Change;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** How does somebody like it? Every region may set and remove fields; only writes of the same field compete. */
final class Preferences {
    /** What a settings page can show; and a row of them stays below 100 KiB. The OpenAPI file has the same number. */
    static final int FIELDS_MAX = 64;

    static final RegionalEntity<MergeMap<Preference>> ENTITY = new RegionalEntity<>(
            "preferences",
            MergeMap.empty(),
            MergeMap::merge,
            PreferencesJson::encode,
            PreferencesJson::decode,
            Preferences::latest);

    private Preferences() {}

    static RegionalRead<MergeMap<Preference>> read() {
        return new RegionalRead<>(
                RegionalParts.reading(ENTITY.type(), ConflictRule.FIELD_MERGE, Level.CAUSAL),
                Operation.schemaOnly(),
                ENTITY,
                RegionalParts::profileOf,
                Preferences::answer);
    }

    static RegionalWrite<MergeMap<Preference>> change() {
        return new RegionalWrite<>(
                RegionalParts.writing(ENTITY.type(), ConflictRule.FIELD_MERGE),
                Operation.schemaOnly(),
                ENTITY,
                RegionalParts::profileOf,
                Preferences::change);
    }

    private static Optional<HybridTimestamp> latest(MergeMap<Preference> map) {
        return map.fields().values().stream().map(LwwRegister::timestamp).max(Comparator.naturalOrder());
    }

    private static Answer answer(Call call, Merged<MergeMap<Preference>> merged) {
        return merged.exists()
                ? Answer.ok(Entities.merged(data(call, merged.state()), merged))
                : Entities.unknown("preferences");
    }

    private static Change<MergeMap<Preference>> change(Attempt<MergeMap<Preference>> attempt) {
        Call call = attempt.call();
        int before = attempt.merged().state().values().size();
        Optional<MergeMap<Preference>> state = Optional.of(attempt.merged().state());
        for (Map.Entry<String, Object> field : call.input().body()) {
            state = state.flatMap(map -> changed(map, attempt, field.getKey(), field.getValue()));
        }
        if (state.isEmpty()) {
            return new Change.Refused<>(Problem.limitReached(
                    "names",
                    MergeMap.FIELDS_MAX,
                    "Preferences remember the names of removed fields, too, and no new one is left."));
        }
        int after = state.get().values().size();
        return after > FIELDS_MAX && after > before
                ? new Change.Refused<>(Problem.limitReached("fields", FIELDS_MAX, "There would be too many fields."))
                : new Change.Stored<>(
                        state.get(),
                        Answer.ok(Entities.written(data(call, state.get()), attempt)),
                        "preferences-changed");
    }

    private static Optional<MergeMap<Preference>> changed(
            MergeMap<Preference> map, Attempt<MergeMap<Preference>> attempt, String field, Object value) {
        return value == null
                ? Optional.of(map.remove(attempt.call().region(), field, attempt.now()))
                : map.put(attempt.call().region(), field, Preference.of(value), attempt.now());
    }

    private static JsonObject data(Call call, MergeMap<Preference> map) {
        JsonObject preferences = new JsonObject();
        map.values().forEach((field, value) -> preferences.put(field, value.json()));
        return new JsonObject().put("id", RegionalParts.profileOf(call)).put("preferences", preferences);
    }
}
