package dev.cellmesh.runtime.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, as their token says?
 *
 * @param tenant the tenant claim; empty for people and nodes that act for no tenant
 * @param roles such as {@code admin} and {@code node}
 */
public record Caller(String subject, Optional<String> tenant, Set<String> roles) {
    public static final String ADMIN = "admin";
    public static final String NODE = "node";

    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
