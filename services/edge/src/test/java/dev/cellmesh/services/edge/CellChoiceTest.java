package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.services.edge.health.CellPicker;
import dev.cellmesh.services.edge.health.CellState;
import dev.cellmesh.services.edge.health.FleetHealth;
import dev.cellmesh.services.edge.health.HealthListener;
import dev.cellmesh.services.edge.health.Hold;
import dev.cellmesh.services.edge.health.Outcome;
import dev.cellmesh.services.edge.health.TrafficClass;
import dev.cellmesh.services.edge.health.Trip;
import dev.cellmesh.services.edge.health.Visit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellChoiceTest {
    private static final Region ASIA = new Region("asia-southeast1");
    private static final Region EU = new Region("europe-west1");
    private static final Region US = new Region("us-east1");
    private static final CellId HERE_1 = new CellId(ASIA, 1);
    private static final CellId HERE_2 = new CellId(ASIA, 2);
    private static final CellId HOME = new CellId(US, 1);
    private static final CellId THERE = new CellId(EU, 1);
    private static final TenantRoute ROUTE =
            route(Map.of(US, List.of(HOME), ASIA, List.of(HERE_1, HERE_2), EU, List.of(THERE)));

    private final List<CellId> panics = new ArrayList<>();
    private long nowNanos;
    private final FleetHealth health = new FleetHealth(
            List.of(), true, (cell, isOut) -> false, new Random(7), () -> nowNanos, new HealthListener() {
                @Override
                public void tripped(CellId cell, Trip cause) {}

                @Override
                public void held(CellId cell, Hold reason) {}

                @Override
                public void panicked(CellId cell) {
                    panics.add(cell);
                }
            });
    private final CellPicker picker = new CellPicker(health, new Random(7));

    private static TenantRoute route(Map<Region, List<CellId>> cells) {
        return new TenantRoute(new TenantId("acme"), US, TenantStatus.ACTIVE, cells);
    }

    private CellChoice choice(Reach reach) {
        return choice(reach, ROUTE, ASIA, US, EU);
    }

    private CellChoice choice(Reach reach, TenantRoute route, Region... byNearness) {
        return new CellChoice(picker, ASIA, List.of(byNearness), reach, TrafficClass.STRONG_READ, route);
    }

    private Visit begins(CellId cell) {
        return health.began(cell, choice(Reach.NEAR).traffic());
    }

    private void tick() {
        nowNanos += FleetHealth.TICK_NANOS;
        health.tick();
    }

    /** Fail until they are given up, and wait until single requests may try them. */
    private void putOnTrial(CellId... cells) {
        for (CellId cell : cells) {
            while (health.state(cell) != CellState.BROKEN) {
                Visit visit = begins(cell);
                visit.judged(Outcome.FAILED, nowNanos);
                visit.ended(nowNanos);
                tick();
            }
        }
        while (!Arrays.stream(cells).allMatch(cell -> health.state(cell) == CellState.TRIAL)) {
            tick();
        }
    }

    @Test
    void homeMeansHomeAlone() {
        CellChoice choice = choice(Reach.HOME);
        assertThat(choice.next()).contains(HOME);
        assertThat(choice.isExhausted()).isTrue();
        assertThat(choice.next()).isEmpty();
        assertThat(choice.lastRegion()).isEqualTo(US);
    }

    @Test
    void nearMeansTheNearestFirst() {
        CellChoice choice = choice(Reach.NEAR, ROUTE, ASIA, EU, US);
        assertThat(List.of(choice.next().orElseThrow(), choice.next().orElseThrow()))
                .containsExactlyInAnyOrder(HERE_1, HERE_2);
        assertThat(choice.isExhausted()).isFalse();
        assertThat(choice.next()).contains(THERE);
        assertThat(choice.next()).contains(HOME);
        assertThat(choice.isExhausted()).isTrue();
        assertThat(choice.next()).isEmpty();
        assertThat(choice.lastRegion()).isEqualTo(US);
    }

    @Test
    void aPreferredRegionComesBeforeTheOwnOneForNearAlone() {
        assertThat(choice(Reach.NEAR, ROUTE, EU, ASIA, US).next()).contains(THERE);
        assertThat(choice(Reach.HERE, ROUTE, EU, ASIA, US).next().map(CellId::region))
                .contains(ASIA);
        assertThat(choice(Reach.HOME, ROUTE, EU, ASIA, US).next()).contains(HOME);
    }

    @Test
    void aRegionWhereTheTenantHasNoCellsIsPassedOver() {
        TenantRoute notInEurope = route(Map.of(US, List.of(HOME), ASIA, List.of(HERE_1)));
        CellChoice choice = choice(Reach.NEAR, notInEurope, EU, ASIA, US);
        assertThat(choice.next()).contains(HERE_1);
        assertThat(choice.next()).contains(HOME);
        assertThat(choice.next()).isEmpty();
    }

    @Test
    void hereMeansHereAlone() {
        CellChoice choice = choice(Reach.HERE);
        assertThat(choice.next()).isPresent();
        assertThat(choice.next()).isPresent();
        assertThat(choice.next()).isEmpty();
        assertThat(choice.lastRegion()).isEqualTo(ASIA);
    }

    @Test
    void cellsThatAreLeftOutComeAfterTheHealthyOnesOfAllRegions() {
        health.leaveOut(HERE_1);
        health.leaveOut(HERE_2);
        CellChoice choice = choice(Reach.NEAR);
        assertThat(choice.next()).contains(HOME);
        assertThat(choice.next()).contains(THERE);
        assertThat(choice.next().map(CellId::region)).contains(ASIA);
    }

    @Test
    void whenAllAreLeftOutTheNearestIsTriedAllTheSame() {
        health.leaveOut(HERE_1);
        health.leaveOut(HERE_2);
        health.leaveOut(HOME);
        health.leaveOut(THERE);
        assertThat(choice(Reach.NEAR).next().map(CellId::region)).contains(ASIA);
        assertThat(choice(Reach.HERE).next().map(CellId::region)).contains(ASIA);
    }

    @Test
    void aRegionOnTrialGetsTheTrialsAlone() {
        putOnTrial(HERE_1, HERE_2);
        Set<CellId> trials = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            CellId cell = choice(Reach.NEAR).next().orElseThrow();
            begins(cell);
            trials.add(cell);
        }
        assertThat(trials).containsExactlyInAnyOrder(HERE_1, HERE_2);

        CellChoice others = choice(Reach.NEAR);
        assertThat(others.isOut(HERE_1)).as("a retry there would cost").isTrue();
        assertThat(others.another(ASIA))
                .as("nor has a hedge any business there")
                .isEmpty();
        assertThat(others.next()).contains(HOME);
        assertThat(others.next()).contains(THERE);
        assertThat(others.next()).as("rather than none").isPresent();
        assertThat(panics).isEmpty();

        assertThat(choice(Reach.HERE).next()).isPresent();
        assertThat(panics).as("it has no other").hasSize(1);
    }

    @Test
    void aTenantWithoutCellsHereIsServedAtHome() {
        TenantRoute homeOnly = route(Map.of(US, List.of(HOME)));
        for (Reach reach : Reach.values()) {
            assertThat(choice(reach, homeOnly, ASIA, EU, US).next()).contains(HOME);
        }
    }

    @Test
    void newRoutesAreFollowedWithoutTheCellThatRefused() {
        CellChoice choice = choice(Reach.HERE);
        choice.next();
        choice.next();
        choice.reroute(ROUTE, HERE_1);
        assertThat(choice.next()).contains(HERE_2);
        assertThat(choice.next()).isEmpty();
    }

    @Test
    void theOnlyCellIsAskedAgainWithNewRoutes() {
        CellChoice choice = choice(Reach.HOME);
        Optional<CellId> first = choice.next();
        choice.reroute(ROUTE, first.orElseThrow());
        assertThat(choice.next()).isEqualTo(first);
    }
}
