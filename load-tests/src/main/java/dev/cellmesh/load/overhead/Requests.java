package dev.cellmesh.load.overhead;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which bytes are sent next on a connection? Built as far as possible before the measurement; of a write, only its key and
 * the direction of its transfer change. Each connection has two accounts of its own, so that no two writes wait for one row.
 */
final class Requests {
    private final Work work;
    private final List<String> accounts;
    private final String writeStart;
    private final String run;
    private final byte[][] reads;
    private final long[] sent;

    /**
     * @param accounts at least two for each connection
     * @param run unique among all runs on this mesh, since keys are
     */
    Requests(Work work, String tenant, String token, List<String> accounts, int connections, String run) {
        this(work, tenant, token, "", accounts, connections, run);
    }

    /** @param header one more, with its line's end; empty for none */
    Requests(
            Work work, String tenant, String token, String header, List<String> accounts, int connections, String run) {
        if (accounts.size() < 2 * connections) {
            throw new IllegalArgumentException("each connection needs two accounts");
        }
        this.work = work;
        this.accounts = List.copyOf(accounts);
        this.run = run;
        this.sent = new long[connections];
        String head = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n" + header;
        String path = "/v1/tenants/" + tenant;
        this.reads = accounts.stream()
                .map(account -> bytes("GET " + path + "/accounts/" + account + head + "\r\n"))
                .toArray(byte[][]::new);
        this.writeStart = "POST " + path + "/transfers" + head + "Content-Type: application/json\r\nIdempotency-Key: ";
    }

    byte[] next(int connection) {
        long number = sent[connection]++;
        return switch (work) {
            case READ -> reads[(int) ((connection + number) % reads.length)];
            case WRITE -> transfer(connection, number);
        };
    }

    private byte[] transfer(int connection, long number) {
        int back = (int) (number & 1);
        String from = accounts.get(2 * connection + back);
        String to = accounts.get(2 * connection + 1 - back);
        String body = "{\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"amount\":1,\"currency\":\"EUR\"}";
        return bytes(writeStart + run + '-' + connection + '-' + number + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
