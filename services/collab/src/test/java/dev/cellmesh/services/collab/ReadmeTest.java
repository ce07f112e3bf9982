package dev.cellmesh.services.collab;

import dev.cellmesh.testkit.consistency.ProfileTableContract;

class ReadmeTest extends ProfileTableContract {
    ReadmeTest() {
        super(new CollabService());
    }
}
