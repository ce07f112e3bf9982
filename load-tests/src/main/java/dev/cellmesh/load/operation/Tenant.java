package dev.cellmesh.load.operation;

import java.net.URI;

/**
 * Whom does a user belong to?
 *
 * @param bearer good for the whole run; empty where none is needed
 * @param home the edge of its home region, or any edge when that is not known
 */
record Tenant(String name, String bearer, URI home) {
    String path(String below) {
        return "/v1/tenants/" + name + below;
    }
}
