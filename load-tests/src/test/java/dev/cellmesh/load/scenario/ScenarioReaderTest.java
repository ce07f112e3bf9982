package dev.cellmesh.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cellmesh.load.fault.FaultAction;
import dev.cellmesh.load.schedule.ConstantRate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    /** Each line is the subject of a test, by its number. */
    private static final String GOOD = """
            name: example
            purpose: Everything once.
            target: {mesh: 'http://127.0.0.1:8091'}
            client: {protocol: http2, connections: 8, timeout: 2s, carry-tokens: false, retry: {attempts: 3, backoff: 10ms}}
            groups:
              victims: {make: 3, prefix: vi, home: [west]}
              noisy: {tenants: [acme], pick: zipf, exponent: 1.2}
            regions: {west: 2, east: 1}
            data: {accounts: 10, deep: [1, 2.5, {x: true}]}
            operations:
              pay: {kind: payments.transfer, weight: 3, with: {amount: 5}}
              read: {kind: payments.read-account}
            phases:
              warm: {lasts: 1s, load: {model: constant, rate: 10/s}, warmup: true, groups: {victims: 1}}
              main: {lasts: 10s, load: {model: constant, rate: 600/m}, mix: {pay: 1, read: 4}}
              loop: {start: 5s, lasts: 2s, overlaps: true, load: {model: closed, users: 3, think: 100ms}}
              last: {after: main, lasts: 1s, load: {model: constant, rate: 1/s}}
            faults:
              - {at: 2s, lasts: 1s, action: cut-link, from: west, to: east, ways: one, how: blackhole}
              - {at: 2s, every: 4s, lasts: 1s, until: 9s, action: kill-cell, cell: random, regions: [west]}
              - {at: 3s, action: slow-cell, cell: west-c01, delay: 20ms}
            thresholds:
              - errors < 0.1%
              - {that: p99 < 50ms, operation: pay, region: west, group: victims, phase: main, window: 5s}
            abort: [{when: errors > 20%, lasting: 3s, group: noisy}]
            checks: [conservation]
            """;

    private static Scenario read(String text, Overrides overrides) throws ScenarioException {
        return ScenarioReader.read("s.yaml", text, Path.of("."), overrides);
    }

    private static List<Problem> problems(String text) {
        ScenarioException refused = catchThrowableOfType(ScenarioException.class, () -> read(text, Overrides.NONE));
        assertThat(refused).as("refusal").isNotNull();
        return refused.problems();
    }

    @Test
    void everythingIsRead() throws ScenarioException {
        Scenario scenario = read(GOOD, Overrides.NONE);

        assertThat(scenario.target().mesh()).contains(URI.create("http://127.0.0.1:8091"));
        assertThat(scenario.client().http2()).isTrue();
        assertThat(scenario.client().carryTokens()).isFalse();
        assertThat(scenario.client().retry().attempts()).isEqualTo(3);
        assertThat(scenario.groups())
                .extracting(Scenario.TenantGroup::tenants)
                .containsExactly(List.of("vi-0001", "vi-0002", "vi-0003"), List.of("acme"));
        assertThat(scenario.groups().getFirst().make()).isTrue();
        assertThat(scenario.groups().getLast().pick()).isEqualTo(new Scenario.Pick.Zipf(1.2));
        assertThat(scenario.regions()).isEqualTo(Map.of("west", 2.0, "east", 1.0));
        assertThat(scenario.data()).isEqualTo(Map.of("accounts", 10L, "deep", List.of(1L, 2.5, Map.of("x", true))));
        assertThat(scenario.operations().getFirst().settings()).isEqualTo(Map.of("amount", 5L));
        assertThat(scenario.phases())
                .extracting(Scenario.Phase::startAt)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(11));
        assertThat(scenario.phases().get(1).load()).isEqualTo(new ConstantRate(10, Duration.ofSeconds(10)));
        assertThat(scenario.phases().get(1).groups()).containsOnlyKeys("victims", "noisy");
        assertThat(scenario.faults()).hasSize(3);
        assertThat(scenario.faults().getFirst().action())
                .isEqualTo(new FaultAction.CutLink(new FaultAction.Way("west", "east", false), true));
        assertThat(scenario.faults().get(1).every()).contains(Duration.ofSeconds(4));
        assertThat(scenario.thresholds().getLast().window()).contains(Duration.ofSeconds(5));
        assertThat(scenario.aborts().getFirst().group()).contains("noisy");
        assertThat(scenario.checks()).containsExactly("conservation");
        assertThat(scenario.duration()).isEqualTo(Duration.ofSeconds(12));
    }

    /** A caret marks the place that the problem is to name. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
                    name: example                 | name: ^Example
                    purpose: Everything once.     | ^purpse: x
                    {mesh: 'http://127.0.0.1:8091'} | {mesh: ^'ftp://x'}
                    {mesh: 'http://127.0.0.1:8091'} | {mesh: ^'http://a/b'}
                    {mesh: 'http://127.0.0.1:8091'} | ^{}
                    protocol: http2               | protocol: ^http3
                    timeout: 2s                   | timeout: ^2
                    attempts: 3                   | attempts: ^0
                    {attempts: 3, backoff: 10ms}  | ^{backoff: 10ms}
                    {make: 3, prefix: vi          | ^{prefix: vi
                    home: [west]                  | home: [^wset]
                    tenants: [acme]               | tenants: [^ACME]
                    exponent: 1.2                 | exponent: ^0
                    west: 2                       | west: ^-2
                    {west: 2, east: 1}            | ^{west: 0, east: 0}
                    kind: payments.transfer       | kind: ^payment.transfer
                    weight: 3                     | weight: ^heavy
                    rate: 600/m                   | rate: ^600
                    model: constant, rate: 600/m  | model: ^constent, rate: 1/s
                    mix: {pay: 1                  | mix: {pya: ^1
                    {start: 5s, lasts: 2s, overlaps: true, load | ^{start: 5s, lasts: 2s, load
                    users: 3                      | users: ^0
                    after: main                   | after: ^mian
                    {after: main, lasts: 1s, load | ^{after: main, load
                    {after: main, lasts           | ^{after: main, start: 11s, lasts
                    to: east, ways                | to: ^eats, ways
                    {at: 2s, lasts: 1s, action: cut-link, from: west, to: east | ^{at: 2s, lasts: 1s, action: cut-link, from: west, to: west
                    action: cut-link              | action: ^cut
                    how: blackhole                | how: ^whitehole
                    {at: 2s, every: 4s, lasts: 1s | ^{at: 2s, every: 4s
                    {at: 2s, every: 4s, lasts: 1s | ^{at: 2s, every: 4s, lasts: 5s
                    {at: 2s, every: 4s, lasts: 1s | ^{at: 2s, lasts: 1s
                    {at: 3s                       | ^{at: 30s
                    cell: west-c01                | cell: ^south-c01
                    cell: west-c01                | cell: ^west
                    errors < 0.1%                 | ^errors ~ 0.1%
                    operation: pay                | operation: ^buy
                    lasting: 3s                   | lasting: ^forever
                    group: noisy                  | group: ^nosy
                    conservation                  | ^conservatism
                    """)
    void eachFaultIsToldAtItsPlace(String right, String wrong) {
        assertThat(GOOD).contains(right);
        int place = GOOD.indexOf(right) + wrong.indexOf('^');
        String text = GOOD.replace(right, wrong.replace("^", ""));
        int line = (int) text.substring(0, place).lines().count();
        int column = place - text.lastIndexOf('\n', place - 1);

        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.line())
                    .isEqualTo(Math.max(1, place == 0 || text.charAt(place - 1) == '\n' ? line + 1 : line));
            assertThat(problem.column()).isEqualTo(column);
        });
    }

    @Test
    void allFaultsAreToldAtOnceInTheOrderOfTheFile() {
        List<Problem> problems = problems(GOOD.replace("timeout: 2s", "timeout: soon")
                .replace("kind: payments.transfer", "kind: nothing")
                .replace("conservation", "luck"));
        assertThat(problems).extracting(Problem::line).containsExactly(4, 11, 26);
    }

    @Test
    void whatIsNoPlainYamlIsRefused() {
        assertThat(problems("name: [1")).hasSize(1);
        assertThat(problems("")).hasSize(1);
        assertThat(problems("just a text")).isNotEmpty();
        assertThat(problems("a: 1\n---\nb: 2")).isNotEmpty();
        assertThat(problems("name: !!javax.script.ScriptEngineManager [x]"))
                .extracting(Problem::column)
                .contains(7);
        assertThat(problems("data: &a [*a]")).extracting(Problem::column).contains(11);
        assertThat(problems("x".repeat(YamlTree.BYTES_MAX + 1))).hasSize(1);
        assertThat(problems("a: " + "[".repeat(2_000))).hasSize(1);
    }

    @Test
    void whatStandsTwiceIsRefused() {
        assertThat(problems(GOOD + "name: again\n")).extracting(Problem::line).containsExactly(27);
    }

    @Test
    void faultsNeedAMesh() {
        String noMesh = GOOD.replace("mesh: 'http://127.0.0.1:8091'", "edges: {west: 'http://w', east: 'http://e'}");
        assertThat(problems(noMesh)).extracting(Problem::line).containsExactly(19);
    }

    @Test
    void aServerWithoutRegionsNeedsNoGroups() throws ScenarioException {
        Scenario scenario = read("""
                name: bare
                purpose: One server.
                target: {url: 'https://example.test:8443'}
                operations: {get: {kind: http, with: {path: /}}}
                phases: {main: {lasts: 1s, load: {model: constant, rate: 5/s}}}
                """, Overrides.NONE);
        assertThat(scenario.target().edges()).isEqualTo(Map.of("-", URI.create("https://example.test:8443")));
        assertThat(scenario.regions()).containsOnlyKeys("-");
        assertThat(scenario.groups()).hasSize(1);
    }

    @Test
    void theCommandLineWins() throws ScenarioException {
        URI mesh = URI.create("http://127.0.0.1:9091");
        URI east = URI.create("http://127.0.0.1:9081");
        Scenario scenario = read(GOOD, new Overrides(Optional.of(mesh), Map.of("east", east, "west", mesh), 0.5, 0.1));

        assertThat(scenario.target().mesh()).contains(mesh);
        assertThat(scenario.target().edges()).containsEntry("east", east);
        assertThat(scenario.phases().get(1).load()).isEqualTo(new ConstantRate(5, Duration.ofSeconds(1)));
        assertThat(scenario.duration()).isEqualTo(Duration.ofMillis(1_200));
        assertThat(scenario.faults().get(1).at()).isEqualTo(Duration.ofMillis(200));
        assertThat(scenario.faults().get(1).until()).contains(Duration.ofMillis(900));
        assertThat(scenario.thresholds().getLast().window()).contains(Duration.ofMillis(500));
        assertThat(scenario.aborts().getFirst().lasting()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void anExpectedRateShrinksWithTheSentOne() throws ScenarioException {
        String text = GOOD.replace("errors < 0.1%", "rate > 400/s");
        Scenario scenario = read(text, new Overrides(Optional.empty(), Map.of(), 0.1, 1));
        assertThat(scenario.thresholds().getFirst().expression().limit()).isEqualTo(40);
    }
}
