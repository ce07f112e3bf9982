package dev.cellmesh.local.wan;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How does a person or a drill change the distance between regions? JSON over HTTP:
 *
 * <ul>
 *   <li>{@code GET /links}: all directions, with conditions and counters, and all listeners
 *   <li>{@code GET /links/{from}/{to}}: one direction
 *   <li>{@code PUT /links/{from}/{to}}: changes what the body names (see {@link ConditionsPatch}); {@code ?direction=both} the
 *       way back too, {@code ?direction=one}, the default, only the way that the path names
 *   <li>{@code DELETE /links/{from}/{to}}: back to the usual conditions; {@code ?direction} as above
 *   <li>{@code PUT /cells/{cell}/link}: the same of all that goes to one cell and back; 404 where no link stands before it
 *   <li>{@code DELETE /cells/{cell}/link}: clear again
 * </ul>
 *
 * Errors are problem documents: 400 for a bad body or direction, 404 for an unknown region, 413, 415. It asks for no token:
 * whoever mounts it guards it.
 */
public final class WanAdmin {
    /** All members together take less than 200 bytes. */
    private static final int BODY_BYTES_MAX = 4096;

    private static final String ONE_LINK = "/links/:from/:to";
    private static final int NO_CONTENT = 204;
    private static final String CELL_LINK = "/cells/:cell/link";

    private record Way(Region from, Region to) {}

    private final WanFabric fabric;

    private WanAdmin(WanFabric fabric) {
        this.fabric = fabric;
    }

    public static void mount(Router router, WanFabric fabric) {
        WanAdmin admin = new WanAdmin(fabric);
        router.get("/links").handler(admin::list);
        router.get(ONE_LINK).handler(admin::show).failureHandler(WanAdmin::fail);
        router.put(ONE_LINK)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(admin::change)
                .failureHandler(WanAdmin::fail);
        router.delete(ONE_LINK).handler(admin::restore).failureHandler(WanAdmin::fail);
        router.put(CELL_LINK)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(context -> admin.patch(context).ifPresent(patch -> admin.changeCell(context, patch)))
                .failureHandler(WanAdmin::fail);
        router.delete(CELL_LINK)
                .handler(context -> admin.changeCell(context, before -> LinkConditions.CLEAR))
                .failureHandler(WanAdmin::fail);
    }

    private void list(RoutingContext context) {
        JsonArray listeners = new JsonArray();
        fabric.links().forEach(link -> listeners.add(toJson(link)));
        JsonArray directions = new JsonArray();
        fabric.directions().forEach(direction -> directions.add(toJson(direction)));
        context.json(new JsonObject().put("links", directions).put("listeners", listeners));
    }

    private void show(RoutingContext context) {
        way(context).ifPresent(way -> answer(context, List.of(way)));
    }

    private void change(RoutingContext context) {
        Optional<Way> way = way(context);
        if (way.isEmpty()) {
            return;
        }
        patch(context).ifPresent(patch -> {
            try {
                List<Way> ways = ways(context, way.get());
                ways.forEach(each -> fabric.change(each.from(), each.to(), patch));
                answer(context, ways);
            } catch (IllegalArgumentException bad) {
                refuse(context, ProblemType.MALFORMED_REQUEST, bad.getMessage());
            }
        });
    }

    private void changeCell(RoutingContext context, UnaryOperator<LinkConditions> change) {
        String cell = context.pathParam("cell");
        if (fabric.changeBefore(cell, change)) {
            context.response().setStatusCode(NO_CONTENT).end();
        } else {
            refuse(
                    context,
                    ProblemType.UNKNOWN_ENTITY,
                    "No link stands before a cell " + cell + ": start the mesh with --cell-links to have one.");
        }
    }

    /** Empty when it is refused already. */
    private Optional<ConditionsPatch> patch(RoutingContext context) {
        String type = context.request().getHeader("content-type");
        if (type == null || !type.startsWith("application/json")) {
            refuse(context, ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the conditions as application/json.");
            return Optional.empty();
        }
        try {
            JsonObject body = context.body().asJsonObject();
            if (body == null || body.isEmpty()) {
                throw new IllegalArgumentException("the body names no condition");
            }
            return Optional.of(new ConditionsPatch(body));
        } catch (IllegalArgumentException bad) {
            refuse(context, ProblemType.MALFORMED_REQUEST, bad.getMessage());
        } catch (DecodeException | ClassCastException noObject) {
            refuse(context, ProblemType.MALFORMED_REQUEST, "The body is not a JSON object.");
        }
        return Optional.empty();
    }

    private void restore(RoutingContext context) {
        Optional<Way> way = way(context);
        if (way.isEmpty()) {
            return;
        }
        try {
            List<Way> ways = ways(context, way.get());
            ways.forEach(each -> fabric.restore(each.from(), each.to()));
            answer(context, ways);
        } catch (IllegalArgumentException bad) {
            refuse(context, ProblemType.MALFORMED_REQUEST, bad.getMessage());
        }
    }

    /** Empty when it is refused already. */
    private Optional<Way> way(RoutingContext context) {
        Optional<Region> from = region(context, "from");
        Optional<Region> to = region(context, "to");
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            refuse(
                    context,
                    ProblemType.UNKNOWN_ENTITY,
                    "There are links between two different regions of " + fabric.regions() + ".");
            return Optional.empty();
        }
        return Optional.of(new Way(from.get(), to.get()));
    }

    private Optional<Region> region(RoutingContext context, String part) {
        String name = context.pathParam(part);
        return fabric.regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst();
    }

    private static List<Way> ways(RoutingContext context, Way way) {
        List<String> asked = context.queryParam("direction");
        if (asked.isEmpty() || asked.equals(List.of("one"))) {
            return List.of(way);
        }
        if (asked.equals(List.of("both"))) {
            return List.of(way, new Way(way.to(), way.from()));
        }
        throw new IllegalArgumentException("direction must be one or both");
    }

    private void answer(RoutingContext context, List<Way> ways) {
        JsonArray links = new JsonArray();
        for (WanFabric.DirectionView each : fabric.directions()) {
            if (ways.contains(new Way(each.from(), each.to()))) {
                links.add(toJson(each));
            }
        }
        context.json(new JsonObject().put("links", links));
    }

    private JsonObject toJson(WanFabric.DirectionView view) {
        return new JsonObject()
                .put("from", view.from().name())
                .put("to", view.to().name())
                .put("conditions", ConditionsPatch.toJson(view.conditions()))
                .put("usual", ConditionsPatch.toJson(fabric.usual(view.from(), view.to())))
                .put("counters", toJson(view.counters()));
    }

    private static JsonObject toJson(WanFabric.LinkView link) {
        return new JsonObject()
                .put("listen", link.listen().toString())
                .put("from", link.from().name())
                .put("to", link.to().name())
                .put("target", link.target().toString())
                .put("there", toJson(link.there()))
                .put("back", toJson(link.back()));
    }

    private static JsonObject toJson(LinkCounters counters) {
        return new JsonObject()
                .put("bytes", counters.bytes())
                .put("flights", counters.flights())
                .put("connectionsOpened", counters.connectionsOpened())
                .put("connectionsOpen", counters.connectionsOpen())
                .put("connectionsRefused", counters.connectionsRefused())
                .put("bytesHeld", counters.bytesHeld());
    }

    private static void fail(RoutingContext context) {
        if (context.statusCode() == ProblemType.BODY_TOO_LARGE.status()) {
            refuse(context, ProblemType.BODY_TOO_LARGE, "The conditions take at most " + BODY_BYTES_MAX + " bytes.");
        } else {
            refuse(context, ProblemType.INTERNAL, "The links could not be changed.");
        }
    }

    private static void refuse(RoutingContext context, ProblemType type, String detail) {
        Problem problem = Problem.of(type, detail);
        context.response()
                .setStatusCode(type.status())
                .putHeader("content-type", Problem.CONTENT_TYPE)
                .end(problem.toJson().toBuffer());
    }
}
