package dev.cellmesh.services.catalog;

import dev.cellmesh.testkit.consistency.ProfileTableContract;

class ReadmeTest extends ProfileTableContract {
    ReadmeTest() {
        super(new CatalogService());
    }
}
