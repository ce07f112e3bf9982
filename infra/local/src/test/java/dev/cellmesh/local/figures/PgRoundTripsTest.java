package dev.cellmesh.local.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PgRoundTripsTest {
    private final PgRoundTrips wire = new PgRoundTrips();

    @Test
    void loggingInDoesNotCount() {
        logIn(wire);

        assertThat(wire.roundTrips()).isZero();
        assertThat(wire.application()).isEqualTo("cellmesh-read");
    }

    @Test
    void whatIsPipelinedIsOneRoundTrip() {
        logIn(wire);
        wire.clientSent(messages("BES"));
        wire.clientSent(messages("Q"));
        wire.serverSent(messages("2DCZ"));
        wire.serverSent(messages("TDCZ"));

        assertThat(wire.roundTrips()).isEqualTo(1);
        assertThat(wire.statements()).isEqualTo(2);
    }

    @Test
    void waitingInBetweenIsTwo() {
        logIn(wire);
        wire.clientSent(messages("PDS"));
        wire.serverSent(messages("1tTZ"));
        wire.clientSent(messages("BES"));
        wire.serverSent(messages("2DCZ"));

        assertThat(wire.roundTrips()).isEqualTo(2);
    }

    @Test
    void leavingIsNone() {
        logIn(wire);
        wire.clientSent(messages("X"));

        assertThat(wire.roundTrips()).isZero();
    }

    @Test
    void aRefusedQuestionAboutEncryptionIsSkipped() {
        wire.clientSent(Buffer.buffer().appendInt(8).appendInt(80_877_103));
        wire.serverSent(Buffer.buffer("N"));
        logIn(wire);
        wire.clientSent(messages("Q"));

        assertThat(wire.roundTrips()).isEqualTo(1);
    }

    @Property(tries = 200)
    void piecesDoNotMatter(@ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        PgRoundTrips pieces = new PgRoundTrips();
        feed(startup(), sizes, pieces::clientSent);
        feed(messages("RSKZ"), sizes, pieces::serverSent);
        feed(messages("BESQ"), sizes, pieces::clientSent);
        feed(messages("2DCZCZ"), sizes, pieces::serverSent);
        feed(messages("BES"), sizes, pieces::clientSent);

        assertThat(pieces.roundTrips()).isEqualTo(2);
        assertThat(pieces.statements()).isEqualTo(3);
    }

    private static void feed(Buffer all, List<Integer> sizes, java.util.function.Consumer<Buffer> to) {
        int at = 0;
        for (int i = 0; at < all.length(); i++) {
            int end = Math.min(all.length(), at + sizes.get(i % sizes.size()));
            to.accept(all.getBuffer(at, end));
            at = end;
        }
    }

    private static void logIn(PgRoundTrips wire) {
        wire.clientSent(startup());
        wire.serverSent(messages("R"));
        wire.clientSent(messages("p"));
        wire.serverSent(messages("RSKZ"));
    }

    private static Buffer startup() {
        Buffer body = Buffer.buffer().appendInt(196_608).appendString("user\0u\0application_name\0cellmesh-read\0\0");
        return Buffer.buffer().appendInt(body.length() + 4).appendBuffer(body);
    }

    /** One message of each type, each with a body of three bytes. */
    private static Buffer messages(String types) {
        Buffer all = Buffer.buffer();
        types.chars().forEach(type -> all.appendByte((byte) type).appendInt(7).appendBytes(new byte[3]));
        return all;
    }
}
