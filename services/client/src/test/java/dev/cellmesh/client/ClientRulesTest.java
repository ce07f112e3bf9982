package dev.cellmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The budget, the tokens, and who may move: each small enough to share a class. */
class ClientRulesTest {
    private static final String PROFILES = """
            {"data": [
              {"method": "POST", "path": "/v1/tenants/{tenant}/transfers", "residence": "home"},
              {"method": "PUT", "path": "/v1/tenants/{tenant}/tags/{tag}", "residence": "every-region"},
              {"method": "POST", "path": "/v1/tenants/{tenant}/odd"}]}""";

    @Property
    void retriesAreATenthOfTheCallsAndAReserve(@ForAll @IntRange(max = 5_000) int calls) {
        RetryBudget budget = new RetryBudget();
        int retries = 0;
        for (int i = 0; i < calls; i++) {
            budget.called();
            while (budget.take()) {
                retries++;
            }
        }

        assertThat(retries).isLessThanOrEqualTo(calls / 10 + 10);
    }

    @Test
    void anAnswersTokenReplacesThoseItsRequestCarried() {
        Tokens tokens = new Tokens();
        tokens.seen("acme", List.of(), "a");
        tokens.seen("acme", List.of(), "b");
        List<String> carried = tokens.carriedFor("acme");
        tokens.seen("acme", List.of(), "written-meanwhile");
        tokens.seen("acme", carried, "c");

        assertThat(carried).containsExactly("a", "b");
        assertThat(tokens.carriedFor("acme")).containsExactly("written-meanwhile", "c");
        assertThat(tokens.carriedFor("other")).isEmpty();
    }

    @Test
    void noMoreTokensAreCarriedThanARequestMayHaveAndNoneIsLost() {
        Tokens tokens = new Tokens();
        for (int i = 0; i < 20; i++) {
            tokens.seen("acme", List.of(), "t" + i);
        }
        for (int calls = 0; calls < 3; calls++) {
            List<String> carried = tokens.carriedFor("acme");
            assertThat(carried).hasSizeLessThanOrEqualTo(8);
            tokens.seen("acme", carried, String.join("+", carried));
        }

        assertThat(String.join("+", tokens.carriedFor("acme")).split("\\+")).hasSize(20);
    }

    @Test
    void aThreadThatGoesOnAmongOthersCarriesItsOwnWrite() {
        Tokens tokens = new Tokens();
        for (int round = 0; round < 5; round++) {
            List<List<String>> underWay = new ArrayList<>();
            for (int thread = 0; thread < 20; thread++) {
                underWay.add(tokens.carriedFor("acme"));
            }
            for (int thread = 0; thread < 20; thread++) {
                tokens.seen("acme", underWay.get(thread), round + "/" + thread);
            }

            assertThat(tokens.carriedFor("acme")).contains(round + "/19");
        }
    }

    @Test
    void callsThatAreUnderWayTogetherCarryAllThereIs() {
        Tokens tokens = new Tokens();
        for (int i = 0; i < 20; i++) {
            tokens.seen("acme", List.of(), "t" + i);
        }
        Set<String> carried = new HashSet<>();
        for (int calls = 0; calls < 7; calls++) {
            carried.addAll(tokens.carriedFor("acme"));
        }

        assertThat(carried).hasSize(20);
    }

    @Test
    void ofTooManyTokensTheOldestAreForgotten() {
        Tokens tokens = new Tokens();
        for (int i = 0; i < 1_000; i++) {
            tokens.seen("acme", List.of(), "t" + i);
        }
        Set<String> carried = new HashSet<>();
        for (int calls = 0; calls < 1_000; calls++) {
            carried.addAll(tokens.carriedFor("acme"));
        }

        assertThat(carried).contains("t999", "t940").hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void tokensThatAreRefusedAreForgotten() {
        Tokens tokens = new Tokens();
        tokens.seen("acme", List.of(), "old");
        tokens.refused("acme", List.of("old"));

        assertThat(tokens.carriedFor("acme")).isEmpty();
    }

    @Test
    void aWriteMayMoveOnlyWhereItsKeyIsKnownEverywhere() throws Exception {
        Residences residences = Residences.of(new JsonMapper().readTree(PROFILES));

        assertThat(residences.mayMove(Call.post("acme", "/transfers", "{}"))).isTrue();
        assertThat(residences.mayMove(Call.post("acme", "/transfers?dry=1", "{}")))
                .isTrue();
        assertThat(residences.mayMove(Call.put("acme", "/tags/red", "{}"))).isFalse();
        assertThat(residences.mayMove(Call.post("acme", "/odd", "{}"))).isFalse();
        assertThat(residences.mayMove(Call.post("acme", "/unheard-of", "{}"))).isFalse();
        assertThat(Residences.NONE.mayMove(Call.post("acme", "/transfers", "{}")))
                .isFalse();
    }
}
