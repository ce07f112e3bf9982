package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.RegionalRead;
import dev.cellmesh.runtime.service.RegionalWrite;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Of which entities may there be versions that a person has to choose from? Those whose operations say so in their profiles. */
public final class ContestedTypes {
    private ContestedTypes() {}

    /** The types of their rows. */
    public static SortedSet<String> of(Collection<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation.profile().conflicts() == ConflictRule.HUMAN_QUEUE)
                .flatMap(ContestedTypes::type)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> type(Operation operation) {
        return switch (operation) {
            case RegionalRead<?> read -> Stream.of(read.entity().type());
            case RegionalWrite<?> write -> Stream.of(write.entity().type());
            default -> Stream.empty();
        };
    }
}
