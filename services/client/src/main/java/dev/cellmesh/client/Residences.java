package dev.cellmesh.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * May a write whose fate is not known be repeated in another region? Where each region keeps rows of its own, a key is known to its region
 * alone, and a write repeated elsewhere would happen twice. Asked of the list of profiles ({@code GET /v1/consistency}); what is not on
 * it stays where it is.
 */
final class Residences {
    static final Residences NONE = new Residences(List.of());

    private static final String STAYS = "every-region";
    private static final String PREFIX = "/v1/tenants/{tenant}";

    private final List<Known> operations;

    private record Known(String method, List<String> segments, boolean stays) {
        boolean is(String askedMethod, List<String> asked) {
            if (!method.equals(askedMethod) || segments.size() != asked.size()) {
                return false;
            }
            for (int i = 0; i < asked.size(); i++) {
                String segment = segments.get(i);
                if (!segment.startsWith("{") && !segment.equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private Residences(List<Known> operations) {
        this.operations = operations;
    }

    /** @param document of {@code GET /v1/consistency}; entries that cannot be read are left out */
    static Residences of(JsonNode document) {
        List<Known> known = new ArrayList<>();
        for (JsonNode entry : document.path("data")) {
            String path = entry.path("path").asText("");
            String method = entry.path("method").asText("");
            if (path.startsWith("/") && !method.isEmpty()) {
                String ofTenant = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
                known.add(new Known(
                        method,
                        segments(ofTenant),
                        !entry.has("residence")
                                || entry.path("residence").asText().equals(STAYS)));
            }
        }
        return new Residences(List.copyOf(known));
    }

    /** Of several that fit, one that stays decides. */
    boolean mayMove(Call call) {
        int query = call.path().indexOf('?');
        List<String> asked = segments(query < 0 ? call.path() : call.path().substring(0, query));
        List<Known> fit = operations.stream()
                .filter(known -> known.is(call.method(), asked))
                .toList();
        return !fit.isEmpty() && fit.stream().noneMatch(Known::stays);
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
