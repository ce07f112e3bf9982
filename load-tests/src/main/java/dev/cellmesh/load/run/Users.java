package dev.cellmesh.load.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who sends the next request? A user of the tenant who has nothing under way, the one who has rested longest; a new one when all
 * are busy, as from outside there always comes another. So there are as many as were ever busy at once.
 */
final class Users {
    private final Map<String, Deque<User>> resting = new HashMap<>();
    private long known;

    /** @param number of all users, whatever their tenant */
    record User(long number, Deque<User> rests) {
        /** Has nothing under way any more. */
        void rest() {
            rests.addLast(this);
        }
    }

    User take(String tenant) {
        Deque<User> free = resting.computeIfAbsent(tenant, any -> new ArrayDeque<>());
        User user = free.pollFirst();
        return user == null ? new User(known++, free) : user;
    }
}
