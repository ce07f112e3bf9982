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
    private final Map<String, Deque<Long>> resting = new HashMap<>();
    private long known;

    long take(String tenant) {
        Deque<Long> free = resting.get(tenant);
        Long user = free == null ? null : free.pollFirst();
        return user == null ? known++ : user;
    }

    void giveBack(String tenant, long user) {
        resting.computeIfAbsent(tenant, any -> new ArrayDeque<>()).addLast(user);
    }
}
