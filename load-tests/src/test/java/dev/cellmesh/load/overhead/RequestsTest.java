package dev.cellmesh.load.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final List<String> ACCOUNTS = List.of("a0", "a1", "b0", "b1");
    private static final Pattern TRANSFER = Pattern.compile("\"from\":\"(..)\",\"to\":\"(..)\"");

    private static Requests requests(Work work, int connections) {
        return new Requests(work, "acme", "token", ACCOUNTS, connections, "run");
    }

    private static String text(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsGoOverAllAccounts() {
        Requests reads = requests(Work.READ, 2);
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            paths.add(text(reads.next(1)).split(" ", 3)[1]);
        }
        assertThat(paths).hasSize(ACCOUNTS.size());
    }

    @Test
    void moneyGoesBackAndForthBetweenAConnectionsOwnAccounts() {
        Requests writes = requests(Work.WRITE, 2);
        List<String> moves = new ArrayList<>();
        for (int connection : new int[] {0, 1, 0, 1}) {
            Matcher move = TRANSFER.matcher(text(writes.next(connection)));
            assertThat(move.find()).isTrue();
            moves.add(move.group(1) + move.group(2));
        }
        assertThat(moves).containsExactly("a0a1", "b0b1", "a1a0", "b1b0");
    }

    @Test
    void noKeyComesTwice() {
        Requests writes = requests(Work.WRITE, 2);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            keys.add(text(writes.next(i % 2)).split("Idempotency-Key: ", 2)[1].split("\r", 2)[0]);
        }
        assertThat(keys).hasSize(100);
    }

    @Test
    void aBodyIsAsLongAsItSays() {
        String write = text(requests(Work.WRITE, 1).next(0));
        String[] headAndBody = write.split("\r\n\r\n", 2);
        assertThat(headAndBody[0]).contains("Content-Length: " + headAndBody[1].length());
    }

    @Test
    void connectionsThatWouldShareAccountsAreRefused() {
        assertThatThrownBy(() -> requests(Work.WRITE, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
