package dev.cellmesh.services.profiles;

import dev.cellmesh.testkit.consistency.ProfileTableContract;

class ReadmeTest extends ProfileTableContract {
    ReadmeTest() {
        super(new ProfilesService());
    }
}
