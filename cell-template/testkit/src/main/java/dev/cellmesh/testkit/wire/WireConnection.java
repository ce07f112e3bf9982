package dev.cellmesh.testkit.wire;

import dev.cellmesh.testkit.wire.WireFault.Loss;
import dev.cellmesh.testkit.wire.WireFault.Point;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What of one client's requests reaches the server, and in which state is the connection between them? Belongs to one event loop. */
final class WireConnection {
    /** Whatever is held behind a stall; a client that sends more without an answer is broken. */
    private static final int HELD_MAX = 10_000;

    private static final Buffer NO_ENCRYPTION = Buffer.buffer("N");

    private final Context context;
    private final NetSocket client;
    private final NetSocket server;
    private final Function<PgRequest, Optional<WireTrap>> traps;
    private final Runnable cancelSeen;
    private final PgRequests requests;
    private final PgFrames fromClient = PgFrames.ofClient(this::clientSaid);
    private final PgFrames fromServer = PgFrames.ofServer(this::serverSaid);
    private final ArrayDeque<PgRequest> heldRequests = new ArrayDeque<>();
    private final PgAnswers answers;
    private boolean loggedIn;
    private boolean requestsHeld;
    /** Nothing more is taken from the client: it will be cut. */
    private boolean doomed;

    private boolean silent;

    WireConnection(
            Context context,
            NetSocket client,
            NetSocket server,
            UnaryOperator<String> translation,
            Function<PgRequest, Optional<WireTrap>> traps,
            Runnable cancelSeen) {
        this.context = context;
        this.client = client;
        this.server = server;
        this.requests = new PgRequests(translation);
        this.traps = traps;
        this.cancelSeen = cancelSeen;
        this.answers = new PgAnswers(this::toClient, this::cut, this::onRelease);
    }

    /** @param gone runs once, when both sides are closed or closing */
    void join(Runnable gone) {
        client.handler(bytes -> feed(fromClient, bytes));
        server.handler(bytes -> feed(fromServer, bytes));
        client.closeHandler(nothing -> {
            server.close();
            gone.run();
        });
        server.closeHandler(nothing -> client.close());
        client.exceptionHandler(broken -> client.close());
        server.exceptionHandler(broken -> server.close());
        client.resume();
    }

    void cut() {
        doomed = true;
        answers.mute();
        client.close();
        server.close();
    }

    /** Whatever is sent stays on its way. */
    void fallSilent() {
        silent = true;
        client.pause();
        server.pause();
    }

    void speak() {
        silent = false;
        client.resume();
        server.resume();
    }

    private void feed(PgFrames frames, Buffer bytes) {
        try {
            frames.feed(bytes);
        } catch (IllegalArgumentException notTheProtocol) {
            cut();
        }
    }

    private void clientSaid(PgMessage message) {
        if (doomed) {
            return;
        }
        if (message.type() == PgMessage.UNTYPED) {
            begin(message);
        } else if (!loggedIn) {
            toServer(message.frame());
        } else {
            requests.take(message).ifPresent(this::arrived);
        }
    }

    private void begin(PgMessage message) {
        switch (message.startupCode()) {
            case PgMessage.SSL_REQUEST, PgMessage.GSS_REQUEST -> toClient(NO_ENCRYPTION);
            case PgMessage.CANCEL_REQUEST -> {
                cancelSeen.run();
                toServer(message.frame());
            }
            default -> {
                fromClient.becomeTyped();
                open(PgRequest.opening(message));
            }
        }
    }

    /** A client that is not connected yet has nothing underway, so that each fault comes at once. */
    private void open(PgRequest request) {
        Optional<WireTrap> trap = traps.apply(request);
        switch (trap.map(WireTrap::fault).orElse(WireFault.NOTHING)) {
            case WireFault.Counted counted -> toServer(request.bytes());
            case WireFault.Warning warning -> toServer(request.bytes());
            case WireFault.Refusal refusal -> {
                trap.get().strikes();
                toClient(PgMessage.error(refusal.error()).frame());
                cut();
            }
            case WireFault.LostRequest lost -> {
                trap.get().strikes();
                cut();
            }
            case WireFault.LostAnswer lost -> answers.lose(trap.get(), lost.loss());
            case WireFault.Stall stall -> {
                onRelease(trap.get(), () -> toServer(request.bytes()));
                trap.get().strikes();
            }
        }
    }

    private void arrived(PgRequest request) {
        if (doomed) {
            return;
        }
        if (requestsHeld) {
            if (heldRequests.size() >= HELD_MAX) {
                cut();
            } else {
                heldRequests.add(request);
            }
            return;
        }
        if (!request.isAnswered()) {
            toServer(request.bytes());
            return;
        }
        Optional<WireTrap> trap = traps.apply(request);
        if (trap.isEmpty()) {
            send(request, null);
        } else {
            trapped(request, trap.get());
        }
    }

    private void trapped(PgRequest request, WireTrap trap) {
        switch (trap.fault()) {
            case WireFault.Counted counted -> send(request, null);
            case WireFault.Warning warning -> send(request, trap);
            case WireFault.LostAnswer lost -> {
                send(request, trap);
                doomed = lost.loss() == Loss.CUT;
            }
            case WireFault.LostRequest lost -> {
                doomed = true;
                answers.whenAllAreGiven(() -> {
                    trap.strikes();
                    cut();
                });
            }
            case WireFault.Refusal refusal -> {
                send(refusal.point() == Point.BEFORE ? PgRequest.failing() : request, trap);
                doomed = refusal.error().endsTheSession();
            }
            case WireFault.Stall stall -> {
                if (stall.point() == Point.AFTER || trap.released().isDone()) {
                    send(request, trap);
                } else {
                    requestsHeld = true;
                    onRelease(trap, () -> letRequestsGo(request));
                    trap.strikes();
                }
            }
        }
    }

    private void send(PgRequest request, WireTrap trap) {
        answers.expect(trap);
        toServer(request.bytes());
    }

    private void letRequestsGo(PgRequest first) {
        requestsHeld = false;
        if (doomed) {
            return;
        }
        send(first, null);
        while (!requestsHeld && !heldRequests.isEmpty()) {
            arrived(heldRequests.poll());
        }
    }

    private void serverSaid(PgMessage message) {
        if (loggedIn) {
            answers.take(message);
        } else {
            loggedIn = message.type() == 'Z';
            toClient(message.frame());
        }
    }

    /** In a turn of its own, also when it is released already. */
    private void onRelease(WireTrap trap, Runnable then) {
        var unused = trap.released().thenRun(() -> context.runOnContext(nothing -> then.run()));
    }

    private void toServer(Buffer bytes) {
        pass(client, server, bytes);
    }

    private void toClient(Buffer bytes) {
        pass(server, client, bytes);
    }

    private void pass(NetSocket reader, NetSocket writer, Buffer bytes) {
        Future<Void> written = writer.write(bytes);
        if (writer.writeQueueFull()) {
            reader.pause();
            writer.drainHandler(nothing -> {
                if (!silent) {
                    reader.resume();
                }
            });
        }
        written.onFailure(broken -> reader.close());
    }
}
