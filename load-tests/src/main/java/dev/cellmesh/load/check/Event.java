package dev.cellmesh.load.check;

import java.util.Optional;

/**
 * One line of a history, in the words of Jepsen: a process invokes something, and it ends {@code OK}, {@code FAIL} (it certainly
 * had no effect) or {@code INFO} (nobody knows, so it may still happen at any later time).
 *
 * @param process a user who does one thing at a time; after {@code INFO} it never goes on under the same number
 * @param function such as {@code read}, {@code write}, {@code cas}, {@code transfer}
 * @param key what it is done to; histories of different keys are independent
 * @param value as the function needs it; for reads empty until the answer
 * @param timeNanos from the run's start
 * @param detail what a checker needs besides, such as the idempotency key or the asked level; may be empty
 */
public record Event(
        long index,
        long process,
        Type type,
        String function,
        String key,
        Optional<String> value,
        long timeNanos,
        String detail) {
    public enum Type {
        INVOKE,
        OK,
        FAIL,
        INFO
    }
}
