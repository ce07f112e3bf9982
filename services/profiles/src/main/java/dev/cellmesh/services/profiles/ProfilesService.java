package dev.cellmesh.services.profiles;

import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import java.util.Map;

/** Who is somebody, and what do they say of themselves? Four entities, each with the consistency that it needs. */
public final class ProfilesService implements CellService {
    @Override
    public String name() {
        return "profiles";
    }

    @Override
    public String openApi() {
        return "dev/cellmesh/services/profiles/openapi.yaml";
    }

    @Override
    public Map<String, Operation> operations(Ids ids) {
        return Map.ofEntries(
                Map.entry("createIdentity", Identities.create(ids)),
                Map.entry("readIdentity", Identities.read()),
                Map.entry("changeEmail", Identities.changeEmail()),
                Map.entry("deleteIdentity", Identities.delete()),
                Map.entry("readDisplayName", DisplayNames.read()),
                Map.entry("writeDisplayName", DisplayNames.write()),
                Map.entry("readPreferences", Preferences.read()),
                Map.entry("changePreferences", Preferences.change()),
                Map.entry("readTags", Tags.read()),
                Map.entry("addTags", Tags.add()),
                Map.entry("removeTag", Tags.remove()));
    }
}
