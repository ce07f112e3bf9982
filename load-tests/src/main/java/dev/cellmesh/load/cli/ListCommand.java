package dev.cellmesh.load.cli;

import dev.cellmesh.load.scenario.ScenarioException;
import dev.cellmesh.load.scenario.ScenarioReader;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", mixinStandardHelpOptions = true, description = "The shipped scenarios, and what each shows.")
final class ListCommand implements Runnable {
    private static final int NAME_WIDTH = 24;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        for (Path file : ScenarioFiles.shipped()) {
            String name = ScenarioFiles.nameOf(file);
            String purpose;
            try {
                purpose = ScenarioReader.read(file).purpose();
            } catch (ScenarioException broken) {
                purpose = "(cannot be read: " + broken.problems().getFirst().text() + ")";
            }
            spec.commandLine().getOut().printf("%-" + NAME_WIDTH + "s%s%n", name, purpose.replaceAll("\\s+", " "));
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%-" + NAME_WIDTH + "s%s%n",
                        RunCommand.OVERHEAD,
                        "What a cell costs beside a bare handler of the same statement, and an edge before it, in one run.");
        spec.commandLine().getOut().flush();
    }
}
