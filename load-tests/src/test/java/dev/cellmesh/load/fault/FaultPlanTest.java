package dev.cellmesh.load.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.fault.FaultAction.CellChoice;
import dev.cellmesh.load.fault.FaultAction.KillCell;
import dev.cellmesh.load.fault.FaultPlan.Occurrence;
import dev.cellmesh.load.scenario.Scenario.TimedFault;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    static final JsonObject STATUS = new JsonObject("""
            {"ready": true,
             "controlPlane": {"id": "control-plane", "region": "west"},
             "edges": [{"id": "west-edge", "region": "west", "url": "http://w"}, {"id": "east-edge", "region": "east", "url": "http://e"}],
             "cells": [{"id": "west-c01", "region": "west"}, {"id": "west-c02", "region": "west"}, {"id": "east-c01", "region": "east"}],
             "rings": [{"ring": "west", "members": [{"region": "west"}, {"region": "east"}]},
                       {"ring": "global", "members": [{"region": "west"}]}]}
            """);

    private static final MeshParts PARTS = MeshParts.of(STATUS);
    private static final Duration END = Duration.ofMinutes(10);

    private static TimedFault everyMinute(CellChoice cell, Optional<Duration> until) {
        return new TimedFault(
                Duration.ofSeconds(30),
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(Duration.ofMinutes(1)),
                until,
                new KillCell(cell));
    }

    private static CellChoice random(String... regions) {
        return new CellChoice(Optional.empty(), List.of(regions));
    }

    @Property(tries = 50)
    void theSameSeedDrawsTheSameCellsOfTheRightRegions(@ForAll @IntRange(max = 1_000_000) int seed) {
        List<TimedFault> faults = List.of(everyMinute(random("west"), Optional.empty()));
        FaultPlan plan = FaultPlan.of(faults, END, PARTS, seed);

        assertThat(FaultPlan.of(faults, END, PARTS, seed)).isEqualTo(plan);
        assertThat(plan.occurrences()).hasSize(10).allSatisfy(each -> {
            assertThat(cellOf(each)).isIn("west-c01", "west-c02");
            assertThat(each.heal()).contains(each.at().plusSeconds(10));
            assertThat(each.at()).isLessThan(END);
        });
    }

    private static String cellOf(Occurrence occurrence) {
        return ((KillCell) occurrence.action()).cell().named().orElseThrow();
    }

    @Test
    void drawsReachEveryCell() {
        FaultPlan plan = FaultPlan.of(List.of(everyMinute(random(), Optional.empty())), Duration.ofHours(1), PARTS, 7);
        assertThat(plan.occurrences()).extracting(FaultPlanTest::cellOf).contains("west-c01", "west-c02", "east-c01");
    }

    @Test
    void untilEndsTheRepeating() {
        FaultPlan plan =
                FaultPlan.of(List.of(everyMinute(random(), Optional.of(Duration.ofSeconds(150)))), END, PARTS, 1);
        assertThat(plan.occurrences())
                .extracting(Occurrence::at)
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(150));
    }

    @Test
    void whereThereIsNoCellNoneIsDrawn() {
        assertThatThrownBy(() -> FaultPlan.of(List.of(everyMinute(random("north"), Optional.empty())), END, PARTS, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRegionIsAllThatTheMeshCanStopOfIt() {
        FaultAction kill = new FaultAction.KillRegion("west");
        assertThat(MeshOrder.toBreak(kill, PARTS))
                .extracting(MeshOrder::path)
                .containsExactly(
                        "/nodes/west-edge/kill",
                        "/nodes/west-c01/kill",
                        "/nodes/west-c02/kill",
                        "/nodes/control-plane/kill",
                        "/databases/global/west/kill",
                        "/databases/west/west/kill");
        assertThat(MeshOrder.toHeal(kill, PARTS))
                .extracting(MeshOrder::path)
                .startsWith("/databases/west/west/start", "/databases/global/west/start")
                .endsWith("/nodes/west-edge/start");
    }

    @Test
    void aLinkIsSlowedOneWayAndSetBack() {
        FaultAction slow = new FaultAction.SlowLink(
                new FaultAction.Way("west", "east", false),
                Duration.ofMillis(250),
                Duration.ofMillis(5),
                OptionalLong.of(1_000));
        MeshOrder order = MeshOrder.toBreak(slow, PARTS).getFirst();
        assertThat(order.method()).isEqualTo(HttpMethod.PUT);
        assertThat(order.path()).isEqualTo("/links/west/east?direction=one");
        assertThat(order.body())
                .contains(new JsonObject()
                        .put("delayMillis", 250.0)
                        .put("jitterMillis", 5.0)
                        .put("bandwidthBytesPerSecond", 1_000L));
        assertThat(MeshOrder.toHeal(slow, PARTS).getFirst().method()).isEqualTo(HttpMethod.DELETE);
    }
}
