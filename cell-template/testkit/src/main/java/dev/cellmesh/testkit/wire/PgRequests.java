package dev.cellmesh.testkit.wire;

import dev.cellmesh.testkit.wire.WireChoice.Stage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which statements does one client run? Follows the names it gives: a statement is parsed once under a name, bound by that name
 * to a portal, and run by the portal's name, many times and much later.
 */
final class PgRequests {
    private final UnaryOperator<String> translation;
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private Buffer bytes = Buffer.buffer();
    private List<String> parsed = new ArrayList<>();
    private List<String> executed = new ArrayList<>();

    /** @param translation what the server gets to read instead of what the client says */
    PgRequests(UnaryOperator<String> translation) {
        this.translation = translation;
    }

    /** @return the request that the message completes */
    Optional<PgRequest> take(PgMessage message) {
        PgMessage sent = message;
        int body = message.bodyAt();
        switch (message.type()) {
            case 'P' -> {
                String text = message.textAt(message.afterTextAt(body));
                statements.put(message.textAt(body), text);
                parsed.add(text);
                sent = message.withStatement(translation.apply(text));
            }
            case 'B' ->
                portals.put(
                        message.textAt(body), statements.getOrDefault(message.textAt(message.afterTextAt(body)), ""));
            case 'E' -> executed.add(portals.getOrDefault(message.textAt(body), ""));
            case 'C' -> close(message);
            case 'Q' -> {
                String text = message.textAt(body);
                executed.add(text);
                sent = message.withStatement(translation.apply(text));
            }
            default -> {}
        }
        bytes.appendBuffer(sent.frame());
        return switch (message.type()) {
            case 'S', 'Q', 'F' -> Optional.of(complete(true));
            case 'H', 'X', 'd', 'c', 'f' -> Optional.of(complete(false));
            default -> Optional.empty();
        };
    }

    private void close(PgMessage message) {
        boolean isStatement = message.frame().getByte(message.bodyAt()) == 'S';
        (isStatement ? statements : portals).remove(message.textAt(message.bodyAt() + 1));
    }

    private PgRequest complete(boolean isAnswered) {
        PgRequest request = executed.isEmpty()
                ? new PgRequest(bytes, Stage.PREPARED, parsed, isAnswered)
                : new PgRequest(bytes, Stage.EXECUTED, executed, isAnswered);
        bytes = Buffer.buffer();
        parsed = new ArrayList<>();
        executed = new ArrayList<>();
        return request;
    }
}
