package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PgFramesTest {

    @Property(tries = 300)
    void piecesDoNotMatter(
            @ForAll @Size(max = 20) List<@IntRange(max = 40) Integer> bodies,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 30) Integer> pieces) {
        Buffer all = startup();
        bodies.forEach(length -> all.appendBuffer(
                PgMessage.of('D', Buffer.buffer(new byte[length])).frame()));
        List<PgMessage> heard = new ArrayList<>();
        PgFrames[] frames = new PgFrames[1];
        frames[0] = PgFrames.ofClient(message -> {
            heard.add(message);
            frames[0].becomeTyped();
        });

        int at = 0;
        for (int i = 0; at < all.length(); i++) {
            int end = Math.min(all.length(), at + pieces.get(i % pieces.size()));
            frames[0].feed(all.getBuffer(at, end));
            at = end;
        }

        Buffer again = Buffer.buffer();
        heard.forEach(message -> again.appendBuffer(message.frame()));
        assertThat(again).isEqualTo(all);
        assertThat(heard).hasSize(bodies.size() + 1);
        assertThat(heard.getFirst().startupCode()).isEqualTo(PgMessage.PROTOCOL_3);
        assertThat(heard.subList(1, heard.size())).allMatch(message -> message.type() == 'D');
    }

    @Test
    void aSkippedByteIsNoMessage() {
        List<PgMessage> heard = new ArrayList<>();
        PgFrames frames = PgFrames.ofServer(heard::add);
        frames.skipByte();
        frames.feed(Buffer.buffer("N"));
        frames.feed(PgMessage.of('Z', Buffer.buffer("I")).frame());
        assertThat(heard).extracting(PgMessage::type).containsExactly('Z');
    }

    @Test
    void whatIsNotTheProtocolIsRefused() {
        assertThatThrownBy(() -> PgFrames.ofClient(message -> {}).feed(Buffer.buffer("GET / HTTP/1.1\r\n")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        PgFrames.ofServer(message -> {}).feed(Buffer.buffer("Z").appendInt(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Buffer startup() {
        return Buffer.buffer().appendInt(8).appendInt(PgMessage.PROTOCOL_3);
    }
}
