package dev.cellmesh.testkit.wire;

import dev.cellmesh.testkit.wire.WireFault.Loss;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What of the server's answers reaches one client? Every request is at the server, as itself or with another one in its place, so
 * that answers keep the order of the questions whatever is done to one of them. Belongs to one event loop.
 */
final class PgAnswers {
    /** Whatever is held behind a stall; more is no test's affair. */
    private static final int HELD_MAX = 10_000;

    private final Consumer<Buffer> toClient;
    private final Runnable cut;
    private final BiConsumer<WireTrap, Runnable> onRelease;
    private final ArrayDeque<Expected> underway = new ArrayDeque<>();
    private final ArrayDeque<PgMessage> held = new ArrayDeque<>();
    private boolean holding;
    private boolean muted;
    private Runnable allGiven = () -> {};

    /** The answer to one request, and what is done to it; the trap is null when nothing is. */
    private static final class Expected {
        private final WireTrap trap;
        private final Buffer kept = Buffer.buffer();

        Expected(WireTrap trap) {
            this.trap = trap;
        }

        WireFault fault() {
            return trap == null ? WireFault.NOTHING : trap.fault();
        }
    }

    /** @param onRelease runs something on the event loop when a trap is released */
    PgAnswers(Consumer<Buffer> toClient, Runnable cut, BiConsumer<WireTrap, Runnable> onRelease) {
        this.toClient = toClient;
        this.cut = cut;
        this.onRelease = onRelease;
    }

    /** @param trap null when nothing is done to the answer */
    void expect(WireTrap trap) {
        underway.add(new Expected(trap));
    }

    /** Nothing is handed on any more. */
    void mute() {
        muted = true;
    }

    /** At once when no request waits for its answer. */
    void whenAllAreGiven(Runnable then) {
        allGiven = then;
        if (underway.isEmpty()) {
            then.run();
        }
    }

    void take(PgMessage message) {
        if (muted) {
            return;
        }
        if (holding) {
            hold(message);
        } else if (underway.isEmpty()) {
            toClient.accept(message.frame());
        } else {
            answer(message);
        }
    }

    void lose(WireTrap trap, Loss loss) {
        muted = true;
        trap.strikes();
        if (loss == Loss.CUT) {
            cut.run();
        }
    }

    private void answer(PgMessage message) {
        boolean isLast = message.type() == 'Z';
        Expected expected = isLast ? underway.poll() : underway.peek();
        switch (expected.fault()) {
            case WireFault.Counted counted -> toClient.accept(message.frame());
            case WireFault.LostRequest lost -> toClient.accept(message.frame());
            case WireFault.Warning warning -> {
                if (message.type() == 'C') {
                    expected.trap.strikes();
                    toClient.accept(PgMessage.notice(warning.warning()).frame());
                }
                toClient.accept(message.frame());
            }
            case WireFault.LostAnswer lost -> {
                if (isLast) {
                    lose(expected.trap, lost.loss());
                }
            }
            case WireFault.Refusal refusal -> {
                if (isLast) {
                    refuse(expected.trap, refusal.error(), message);
                }
            }
            case WireFault.Stall stall -> {
                expected.kept.appendBuffer(message.frame());
                if (isLast) {
                    stall(expected);
                }
            }
        }
        if (isLast && underway.isEmpty() && !holding) {
            allGiven.run();
        }
    }

    /** From the error on, a client skips all until it hears that the server is ready: there is nothing in between here. */
    private void refuse(WireTrap trap, WireError error, PgMessage ready) {
        trap.strikes();
        toClient.accept(PgMessage.error(error).frame());
        if (error.endsTheSession()) {
            cut.run();
        } else {
            toClient.accept(ready.frame());
        }
    }

    private void stall(Expected expected) {
        if (expected.trap.released().isDone()) {
            toClient.accept(expected.kept);
            return;
        }
        holding = true;
        onRelease.accept(expected.trap, () -> letGo(expected.kept));
        expected.trap.strikes();
    }

    private void letGo(Buffer kept) {
        holding = false;
        toClient.accept(kept);
        while (!holding && !held.isEmpty()) {
            take(held.poll());
        }
        if (underway.isEmpty() && !holding) {
            allGiven.run();
        }
    }

    private void hold(PgMessage message) {
        if (held.size() < HELD_MAX) {
            held.add(message);
        } else {
            cut.run();
        }
    }
}
