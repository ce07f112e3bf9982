package dev.cellmesh.load.operation;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which users are there? Bounded: who was not heard of for longest is forgotten, and comes back as somebody new. */
final class Sessionbook {
    /** About 60 MB with their tokens. */
    static final int SESSIONS_MAX = 100_000;

    private record User(String tenant, long number) {}

    private final Map<User, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<User, Session> eldest) {
            return size() > SESSIONS_MAX;
        }
    };
    private int nextSession;
    private long nextProcess;

    Session of(String tenant, long user) {
        return sessions.computeIfAbsent(new User(tenant, user), who -> new Session(nextSession(), nextProcess(), this));
    }

    /** A number for a session of its own. */
    int nextSession() {
        return nextSession++;
    }

    long nextProcess() {
        return nextProcess++;
    }
}
