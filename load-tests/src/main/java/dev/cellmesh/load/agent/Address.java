package dev.cellmesh.load.agent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where is an agent? */
record Address(String host, int port) {
    private static final Pattern TEXT = Pattern.compile("(?:(\\[[0-9a-fA-F:.%]+]|[^:\\s\\[\\]]+):)?(\\d{1,5})");
    private static final int PORT_MAX = 65_535;

    /** @param hostDefault for a port alone */
    static Address parse(String text, String hostDefault) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > PORT_MAX) {
            throw new IllegalArgumentException("'" + text + "' is no host:port");
        }
        String host = matcher.group(1) == null ? hostDefault : matcher.group(1).replaceAll("[\\[\\]]", "");
        return new Address(host, Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
