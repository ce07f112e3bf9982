package dev.cellmesh.services.payments;

import dev.cellmesh.testkit.consistency.ProfileTableContract;

class ReadmeTest extends ProfileTableContract {
    ReadmeTest() {
        super(new PaymentsService());
    }
}
