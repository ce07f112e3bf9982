package dev.cellmesh.load.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may make an agent send load?
 *
 * @param host that it listens on
 * @param port 0 for any
 * @param token that every request has to bring; needed where others than this machine can reach it
 * @param patience how long a run goes on after anybody asked about it last
 */
public record AgentOptions(String host, int port, Optional<String> token, Duration patience) {
    public static final String HOST_DEFAULT = "127.0.0.1";
    public static final int PORT_DEFAULT = 8099;

    /** So that a coordinator that died does not leave its load behind, and one that was slow for a moment keeps its run. */
    public static final Duration PATIENCE_DEFAULT = Duration.ofSeconds(30);

    /** Short ones could be guessed. */
    static final int TOKEN_LENGTH_MIN = 16;

    public AgentOptions {
        token.filter(text -> text.length() < TOKEN_LENGTH_MIN).ifPresent(text -> {
            throw new IllegalArgumentException("a token has at least " + TOKEN_LENGTH_MIN + " characters");
        });
        if (token.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("an agent that listens on " + host
                    + " needs a token: without one, everybody who reaches it could make it send load");
        }
        if (patience.toMillis() < 1) {
            throw new IllegalArgumentException("the patience of an agent is longer than " + patience);
        }
    }

    /**
     * @param listen {@code host:port}, {@code [::1]:port} or {@code port}
     * @throws IllegalArgumentException with a message for a person
     */
    public static AgentOptions parse(String listen, Optional<String> token) {
        Address address = Address.parse(listen, HOST_DEFAULT);
        return new AgentOptions(address.host(), address.port(), token, PATIENCE_DEFAULT);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("there is no host " + host, e);
        }
    }
}
