package dev.cellmesh.load.report;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What can be shown where the output goes?
 *
 * @param live whether a line can be drawn over, so whether it is a terminal
 * @param width in columns
 * @param colour only on a terminal, and not when NO_COLOR is set (no-color.org)
 */
public record Terminal(boolean live, int width, boolean colour) {
    /** Of files and pipes, and of terminals that do not say. */
    static final int WIDTH_USUAL = 100;

    private static final int WIDTH_MIN = 20;
    private static final int WIDTH_MAX = 400;
    private static final long ANSWER_MILLIS_MAX = 2_000;

    /** Of the standard output; asks two small programs that every Unix has. Takes milliseconds, at most seconds. */
    public static Terminal ofStandardOutput() {
        Map<String, String> environment = System.getenv();
        // Java 21 has no question for it: System.console() is null, or is there, by other rules.
        boolean live = answer(new ProcessBuilder("test", "-t", "1").redirectOutput(ProcessBuilder.Redirect.INHERIT))
                .equals("0:");
        String size = live
                ? answer(new ProcessBuilder("stty", "size")
                        .redirectInput(new java.io.File("/dev/tty"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD))
                : "";
        return of(live, environment, size);
    }

    /** @param size what {@code stty size} says after its exit code, such as {@code 0:24 80}; anything else means that it is not known */
    static Terminal of(boolean live, Map<String, String> environment, String size) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        int width = number(environment.getOrDefault("COLUMNS", ""));
        if (width == 0 && size.startsWith("0:") && size.contains(" ")) {
            width = number(size.substring(size.lastIndexOf(' ') + 1).strip());
        }
        int shown = width == 0 ? WIDTH_USUAL : Math.clamp(width, WIDTH_MIN, WIDTH_MAX);
        return new Terminal(live && !dumb, shown, live && !dumb && !noColour);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    private static String answer(ProcessBuilder asked) {
        try {
            Process process = asked.start();
            if (!process.waitFor(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "";
            }
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.exitValue() + ":" + said.strip();
        } catch (IOException noSuchProgram) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
