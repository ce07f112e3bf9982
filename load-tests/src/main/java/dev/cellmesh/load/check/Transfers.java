package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which transfers were asked for, and under which ids were they acknowledged? {@value #TRANSFER_BYTES} bytes each. One thread
 * records.
 */
public final class Transfers {
    static final int TRANSFER_BYTES = History.ACT_BYTES + 20;

    private final History history;
    private final IntColumn to = new IntColumn();
    private final LongColumn idHigh = new LongColumn();
    private final LongColumn idLow = new LongColumn();
    private final Map<String, Integer> accountNumbers = new HashMap<>();
    private final List<String> accounts = new ArrayList<>();

    public Transfers() {
        this(new History());
    }

    Transfers(History history) {
        this.history = history;
    }

    public History history() {
        return history;
    }

    /**
     * @param act its key is the account that pays, its value the amount
     * @param id of the transfer, when it was acknowledged
     * @return its place, for {@link #settle}; -1 when there was no room
     */
    public int add(Act act, String receiver, Optional<UUID> id) {
        int index = history.add(act);
        if (index >= 0) {
            to.add(accountNumbers.computeIfAbsent(receiver, name -> {
                accounts.add(name);
                return accounts.size() - 1;
            }));
            idHigh.add(id.map(UUID::getMostSignificantBits).orElse(0L));
            idLow.add(id.map(UUID::getLeastSignificantBits).orElse(0L));
        }
        return index;
    }

    public void settle(int index, Event.Type end, long endedNanos, Optional<UUID> id) {
        history.settle(index, end, endedNanos);
        idHigh.set(index, id.map(UUID::getMostSignificantBits).orElse(0L));
        idLow.set(index, id.map(UUID::getLeastSignificantBits).orElse(0L));
    }

    String from(int index) {
        return history.keys().get(history.keyNumber(index));
    }

    String to(int index) {
        return accounts.get(to.get(index));
    }

    UUID id(int index) {
        return new UUID(idHigh.get(index), idLow.get(index));
    }
}
