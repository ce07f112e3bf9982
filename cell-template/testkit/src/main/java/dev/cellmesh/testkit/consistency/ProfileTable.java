package dev.cellmesh.testkit.consistency;

import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Unreachable;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How do people read the profiles of a service? As a table of its README, between two markers; everything else there is theirs. */
final class ProfileTable {
    static final String BEGIN = "<!-- consistency:begin -->";
    static final String END = "<!-- consistency:end -->";

    private static final String HEAD = """
            | operation | request, below `/v1/tenants/{tenant}` | entity | rows live | promise | a request may ask for | cut off from better rows | `If-Match` | of two writes | kept outside |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    private static final String TENANT_PATH = "/v1/tenants/{tenant}";
    private static final String NONE = "";

    private ProfileTable() {}

    static String of(PublishedProfiles profiles) {
        StringBuilder table = new StringBuilder(HEAD);
        for (PublishedProfile each : profiles.all()) {
            Profile profile = each.profile();
            table.append(row(each, profile));
        }
        return table.toString();
    }

    private static String row(PublishedProfile each, Profile profile) {
        List<String> cells = switch (profile) {
            case ReadProfile read ->
                List.of(
                        PublishedProfile.text(read.level()),
                        String.join(", ", PublishedProfile.mayAsk(read)),
                        read.unreachable() == Unreachable.REFUSE ? "503" : "older rows, and says so",
                        NONE,
                        profile.conflicts().meaning(),
                        read.cacheable().map(kept -> kept.toSeconds() + " s").orElse(NONE));
            case WriteProfile write ->
                List.of(
                        "durability " + write.durability().name().toLowerCase(Locale.ROOT),
                        NONE,
                        "503",
                        write.precondition().wireName(),
                        profile.conflicts().meaning(),
                        NONE);
        };
        return "| %s | `%s %s` | %s | %s | %s |%n"
                .formatted(
                        each.operation(),
                        each.method(),
                        each.path().replace(TENANT_PATH, ""),
                        profile.entity(),
                        profile.residence().wireName(),
                        String.join(" | ", cells))
                .replace(System.lineSeparator(), "\n");
    }

    /** The text with this table between its markers; empty when it does not have each of them once, in their order. */
    static Optional<String> within(String text, String table) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        boolean once = begin == text.lastIndexOf(BEGIN) && end == text.lastIndexOf(END);
        return begin < 0 || end < begin || !once
                ? Optional.empty()
                : Optional.of(text.substring(0, begin + BEGIN.length()) + "\n" + table + text.substring(end));
    }
}
