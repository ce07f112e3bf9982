package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Runs that went well but for one thing, and their twins that went well altogether: each checker must tell one from the other. Of
 * the size of a short real run, so that the fault is one among thousands.
 */
final class Planted {
    private static final int ACCOUNTS = 20;
    private static final int TRANSFERS = 2_000;
    private static final long OPENING = 1_000_000;
    private static final int SESSIONS = 50;
    private static final int ROUNDS = 40;
    private static final int WRITES = 500;
    private static final int CLIENTS = 8;
    private static final int REGISTER_ACTS = 2_000;
    private static final long STEP_NANOS = 1_000_000;

    private final RandomGenerator random;

    Planted(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private static Act write(long process, Function function, String key, long value, Event.Type end, long at) {
        return new Act(process, function, key, History.NOTHING, value, end, at, at + STEP_NANOS / 2, at / STEP_NANOS);
    }

    /** A chain of writes; with the fault, one replaces a version that another one had replaced already. */
    Finding lostUpdate(boolean planted) {
        Versions versions = new Versions();
        int fault = planted ? 1 + random.nextInt(WRITES - 2) : -1;
        long version = 1;
        versions.opened("label", version);
        long value = 0;
        for (long i = 0; i < WRITES; i++) {
            value = i;
            long base = i == fault ? version - 1 : version;
            version = base + 1;
            versions.add(
                    write(i % CLIENTS, Function.WRITE, "label", value, Event.Type.OK, i * STEP_NANOS), base, version);
        }
        versions.ended("label", version, value);
        return versions.check();
    }

    /** Users who write in one region and read in another; with the fault, one read comes from before its user's write. */
    Finding staleRead(boolean planted) {
        return sessions(planted, true).readYourWrites();
    }

    /** With the fault, one read shows less than the read before it. */
    Finding readBackInTime(boolean planted) {
        return sessions(planted, false).monotonicReads();
    }

    private Sessions sessions(boolean planted, boolean behindWrite) {
        Sessions sessions = new Sessions();
        int faultSession = planted ? random.nextInt(SESSIONS) : -1;
        int faultRound = 1 + random.nextInt(ROUNDS - 1);
        long at = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int session = 0; session < SESSIONS; session++) {
                boolean fault = session == faultSession && round == faultRound;
                String key = "name-" + session;
                long written = round + 1L;
                long[] mine = {written, 7};
                long[] older = {written - 1, 7};
                at += STEP_NANOS;
                sessions.add(
                        session,
                        sessions.now(),
                        write(session, Function.WRITE, key, written, Event.Type.OK, at),
                        mine,
                        Sessions.Promise.NONE);
                for (int read = 0; read < 2; read++) {
                    boolean stale = fault && read == (behindWrite ? 0 : 1);
                    sessions.add(
                            session,
                            sessions.now(),
                            write(session, Function.READ, key, written, Event.Type.OK, at + STEP_NANOS / 4),
                            stale ? older : mine,
                            new Sessions.Promise(true, true, true));
                }
            }
        }
        return sessions;
    }

    /** What became of money. */
    enum MoneyFault {
        NONE,
        /** One transfer's effect is there twice, under an id that nobody was told. */
        TWICE,
        /** One acknowledged transfer is in no ledger. */
        VANISHED,
        /** One account holds less than its ledger says. */
        LEAKED
    }

    /** What both checks of one run of transfers found. */
    record Money(Finding effects, Finding conservation) {}

    Money transfers(MoneyFault fault) {
        Transfers transfers = new Transfers();
        List<List<Statement.Posting>> postings = new ArrayList<>();
        long[] balances = new long[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) {
            postings.add(new ArrayList<>());
            balances[i] = OPENING;
        }
        int victim = random.nextInt(TRANSFERS / 3) * 3;
        for (int i = 0; i < TRANSFERS; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            long amount = random.nextLong(1, 101);
            UUID id = new UUID(random.nextLong(), random.nextLong());
            // Every third one is acknowledged for sure: it may be the victim.
            int kind = i % 3 == 0 ? 0 : random.nextInt(10);
            Event.Type end = kind == 1 ? Event.Type.FAIL : kind == 2 ? Event.Type.INFO : Event.Type.OK;
            transfers.add(
                    write(i % CLIENTS, Function.TRANSFER, "a" + from, amount, end, STEP_NANOS * i),
                    "a" + to,
                    end == Event.Type.OK ? Optional.of(id) : Optional.empty());
            boolean happens = end == Event.Type.OK || (end == Event.Type.INFO && random.nextBoolean());
            int times = happens ? 1 : 0;
            if (i == victim && fault == MoneyFault.TWICE) {
                times = 2;
            } else if (i == victim && fault == MoneyFault.VANISHED) {
                times = 0;
            }
            for (int time = 0; time < times; time++) {
                UUID shown = time == 0 ? id : new UUID(random.nextLong(), random.nextLong());
                postings.get(from).add(new Statement.Posting(shown, -amount));
                postings.get(to).add(new Statement.Posting(shown, amount));
                balances[from] -= amount;
                balances[to] += amount;
            }
        }
        if (fault == MoneyFault.LEAKED) {
            balances[random.nextInt(ACCOUNTS)]--;
        }
        List<Statement.Account> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(new Statement.Account("a" + i, OPENING, balances[i], postings.get(i)));
        }
        Violations effects = new Violations();
        Ledgers ledgers = new Ledgers(transfers, effects);
        ledgers.judge(new Statement("t", accounts));
        return new Money(effects.finding(Effects.NAME, ""), ledgers.conservation());
    }

    /** Clients of a register; with the fault, one read shows a value that was long overwritten. */
    Finding register(boolean planted) {
        List<Act> acts = RandomRegisters.correct(random, "r", CLIENTS, REGISTER_ACTS, 0.01, 0);
        History history = new History();
        int victim = -1;
        if (planted) {
            for (int i = acts.size() / 2; i < acts.size(); i++) {
                if (acts.get(i).function() == Function.READ && acts.get(i).end() == Event.Type.OK) {
                    victim = i;
                    break;
                }
            }
        }
        long early = acts.stream()
                .filter(act -> act.function() == Function.WRITE && act.end() == Event.Type.OK)
                .findFirst()
                .orElseThrow()
                .value();
        for (int i = 0; i < acts.size(); i++) {
            Act act = acts.get(i);
            history.add(
                    i == victim
                            ? new Act(
                                    act.process(),
                                    act.function(),
                                    act.key(),
                                    act.expected(),
                                    early,
                                    act.end(),
                                    act.invokedNanos(),
                                    act.endedNanos(),
                                    act.number())
                            : act);
        }
        return Linearizability.check(history, RandomRegisters.INITIAL);
    }
}
