package dev.cellmesh.services.edge;

import dev.cellmesh.services.edge.region.EdgeDistances;
import dev.cellmesh.services.edge.region.RegionHints;
import dev.cellmesh.services.edge.split.Splits;

/** What does the edge know of regions: which one a request belongs to, how far each is, and what is switched on in its own? */
record Regions(RegionHints hints, EdgeDistances distances, Splits splits) {}
