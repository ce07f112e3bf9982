package dev.cellmesh.runtime.service;

import java.util.Map;

/** What does a service offer to a cell? Found with {@link java.util.ServiceLoader}. */
public interface CellService {
    /** Such as {@code payments}. */
    String name();

    /** The class path resource of its OpenAPI file, whose operation ids are the keys of {@link #operations}. */
    String openApi();

    Map<String, Operation> operations(ServiceContext context);
}
