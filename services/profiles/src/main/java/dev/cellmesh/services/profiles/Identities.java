package dev.cellmesh.services.profiles;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.Verdict;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who has which e-mail address? One holder in the whole mesh; read in every region as its own. */
final class Identities {
    static final String IDENTITY = "identity";

    private static final String EMAIL = "email";
    private static final String TAKEN = "email-taken";
    private static final SqlStatement CREATE = SqlStatement.load(Identities.class, "create-identity");
    private static final SqlStatement READ = SqlStatement.load(Identities.class, "read-identity");
    private static final SqlStatement CHANGE_EMAIL = SqlStatement.load(Identities.class, "change-email");
    private static final SqlStatement DELETE = SqlStatement.load(Identities.class, "delete-identity");

    private Identities() {}

    static WriteOperation create(Ids ids) {
        return new WriteOperation(
                profile(Precondition.IGNORED), Identities::checkEmail, CREATE, call -> planCreation(call, ids.next()));
    }

    static ReadOperation read() {
        return new ReadOperation(
                ReadProfile.of(IDENTITY, Residence.GLOBAL, ConflictRule.UNIQUE, Level.GLOBAL),
                Operation.schemaOnly(),
                READ,
                call -> List.of(call.tenant().value(), id(call)),
                Entities.one(IDENTITY, Identities::identity));
    }

    static WriteOperation changeEmail() {
        return new WriteOperation(
                profile(Precondition.REQUIRED), Identities::checkEmail, CHANGE_EMAIL, Identities::planChange);
    }

    static WriteOperation delete() {
        return new WriteOperation(
                profile(Precondition.REQUIRED), Operation.schemaOnly(), DELETE, Identities::planDeletion);
    }

    private static WriteProfile profile(Precondition precondition) {
        return new WriteProfile(IDENTITY, Residence.GLOBAL, ConflictRule.UNIQUE, Durability.QUORUM, precondition);
    }

    private static Plan planCreation(Call call, UUID id) {
        EmailAddress email = email(call.input()).orElseThrow();
        JsonObject entity = Entities.entity(data(id, email.shown()), 1, call.now(), call.now());
        return new Plan(
                List.of(id, email.shown(), email.key()), Map.of(Verdict.DONE, Answer.created(entity), TAKEN, taken()));
    }

    /** The statement adds what it alone knows: version, etag and createdAt. */
    private static Plan planChange(Call call) {
        EmailAddress email = email(call.input()).orElseThrow();
        JsonObject changed = new JsonObject()
                .put("data", data(id(call), email.shown()))
                .put("lastModified", Entities.time(call.now()));
        return new Plan(
                List.of(id(call), email.shown(), email.key()),
                Map.of(
                        Verdict.DONE,
                        Answer.ok(changed),
                        TAKEN,
                        taken(),
                        Verdict.UNKNOWN_ENTITY,
                        Entities.unknown(IDENTITY)));
    }

    /** The address is not repeated: this answer is kept longer than the identity. */
    private static Plan planDeletion(Call call) {
        JsonObject data = new JsonObject().put("id", id(call).toString()).put("deletedAt", Entities.time(call.now()));
        return new Plan(
                List.of(id(call)),
                Map.of(
                        Verdict.DONE,
                        Answer.ok(new JsonObject().put("data", data)),
                        Verdict.UNKNOWN_ENTITY,
                        Entities.unknown(IDENTITY)));
    }

    private static JsonObject identity(SqlRow row) {
        return Entities.entity(data(row.uuid("identity_id"), row.text(EMAIL)), row);
    }

    private static JsonObject data(UUID id, String email) {
        return new JsonObject().put("id", id.toString()).put(EMAIL, email);
    }

    private static UUID id(Call call) {
        return call.input().pathId(IDENTITY);
    }

    /** The same for a holder of the same tenant and of another one. */
    private static Answer taken() {
        return Answer.of(Problem.of(ProblemType.EMAIL_TAKEN, "Another identity has this address.")
                .with("field", EMAIL));
    }

    private static Optional<EmailAddress> email(Input input) {
        return EmailAddress.parse(input.body().getString(EMAIL));
    }

    private static Optional<Problem> checkEmail(Input input) {
        return email(input).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.malformed(
                        EMAIL,
                        "An address has at most " + EmailAddress.LENGTH_MAX + " characters, at most "
                                + EmailAddress.LOCAL_LENGTH_MAX
                                + " of them before the @, and a domain behind it."));
    }
}
