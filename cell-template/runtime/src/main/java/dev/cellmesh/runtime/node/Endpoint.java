package dev.cellmesh.runtime.node;

/** Where does something listen? */
public record Endpoint(String host, int port) {
    public static Endpoint local(int port) {
        return new Endpoint("127.0.0.1", port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
