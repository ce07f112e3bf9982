package dev.cellmesh.runtime.service;

import java.util.Map;

/** What does a service serve, and how? Found with {@link java.util.ServiceLoader}; every cell has its own instance. */
public interface CellService {
    /** Lower case; names it in settings and metrics. */
    String name();

    /** The class-path resource of its OpenAPI file: its paths, all below {@code /v1/tenants/{tenant}}. */
    String openApi();

    /** By {@code operationId}; exactly those of the OpenAPI file. */
    Map<String, Operation> operations(Ids ids);
}
