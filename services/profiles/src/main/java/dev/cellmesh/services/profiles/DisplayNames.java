package dev.cellmesh.services.profiles;

import dev.cellmesh.model.merge.LwwRegister;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.RegionalEntity;
import dev.cellmesh.runtime.service.RegionalRead;
import dev.cellmesh.runtime.service.RegionalWrite;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import dev.cellmesh.runtime.service.RegionalWrite.Change;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What is somebody called? Every region may write it; the last write counts, and whoever wrote it sees it. */
final class DisplayNames {
    static final RegionalEntity<LwwRegister<String>> ENTITY = new RegionalEntity<>(
            "display-name",
            LwwRegister.empty(),
            LwwRegister::merge,
            RegisterJson::encode,
            RegisterJson::decode,
            register -> register.written().map(LwwRegister.Written::timestamp));

    private static final String DISPLAY_NAME = "displayName";

    private DisplayNames() {}

    static RegionalRead<LwwRegister<String>> read() {
        return new RegionalRead<>(
                RegionalParts.reading(ENTITY.type(), ConflictRule.LAST_WRITER_WINS, Level.SESSION),
                Operation.schemaOnly(),
                ENTITY,
                RegionalParts::profileOf,
                DisplayNames::answer);
    }

    static RegionalWrite<LwwRegister<String>> write() {
        return new RegionalWrite<>(
                RegionalParts.writing(ENTITY.type(), ConflictRule.LAST_WRITER_WINS),
                DisplayNames::checkText,
                ENTITY,
                RegionalParts::profileOf,
                DisplayNames::change);
    }

    private static Answer answer(Call call, Merged<LwwRegister<String>> merged) {
        return merged.exists()
                ? Answer.ok(Entities.merged(data(call, merged.state()), merged))
                : Entities.unknown("display name");
    }

    private static Change<LwwRegister<String>> change(Attempt<LwwRegister<String>> attempt) {
        Call call = attempt.call();
        LwwRegister<String> state = attempt.merged()
                .state()
                .write(call.region(), call.input().body().getString(DISPLAY_NAME), attempt.now());
        return new Change.Stored<>(
                state, Answer.ok(Entities.written(data(call, state), attempt)), "display-name-written");
    }

    private static JsonObject data(Call call, LwwRegister<String> register) {
        LwwRegister.Written<String> written = register.written().orElseThrow();
        return new JsonObject()
                .put("id", RegionalParts.profileOf(call))
                .put(DISPLAY_NAME, written.value())
                .put("writtenIn", written.region().name());
    }

    private static Optional<Problem> checkText(Input input) {
        return input.body().getString(DISPLAY_NAME).isBlank()
                ? Optional.of(Problem.malformed(DISPLAY_NAME, "A name of white space names nobody."))
                : Optional.empty();
    }
}
