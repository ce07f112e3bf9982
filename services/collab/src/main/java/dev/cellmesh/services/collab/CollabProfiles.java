package dev.cellmesh.services.collab;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;

/** How consistent is what people do together? Every region goes on when it is alone, and nothing that was written is dropped. */
final class CollabProfiles {
    private static final String DOCUMENT = "document";
    private static final String COMMENT = "comment";
    private static final String REACTION = "reaction";

    /** Who comes with a token sees what they wrote; without one, and when asked for, whatever is near. */
    static final ReadProfile READ_DOCUMENT = ReadProfile.of(
                    DOCUMENT, Residence.EVERY_REGION, ConflictRule.HUMAN_QUEUE, Level.SESSION)
            .weakenedTo(Level.EVENTUAL);

    static final WriteProfile CREATE_DOCUMENT = write(DOCUMENT, ConflictRule.HUMAN_QUEUE, Precondition.IGNORED);
    static final WriteProfile WRITE_DOCUMENT = write(DOCUMENT, ConflictRule.HUMAN_QUEUE, Precondition.REQUIRED);
    static final ReadProfile READ_COMMENTS = read(COMMENT, ConflictRule.APPEND);
    static final WriteProfile WRITE_COMMENT = write(COMMENT, ConflictRule.APPEND, Precondition.IGNORED);
    static final ReadProfile READ_REACTIONS = read(REACTION, ConflictRule.COUNTER);
    static final WriteProfile REACT = write(REACTION, ConflictRule.COUNTER, Precondition.IGNORED);

    private CollabProfiles() {}

    private static ReadProfile read(String entity, ConflictRule conflicts) {
        return ReadProfile.of(entity, Residence.EVERY_REGION, conflicts, Level.EVENTUAL);
    }

    private static WriteProfile write(String entity, ConflictRule conflicts, Precondition precondition) {
        return new WriteProfile(entity, Residence.EVERY_REGION, conflicts, Durability.LOCAL, precondition);
    }
}
