package dev.cellmesh.load.cli;

import dev.cellmesh.load.selftest.SelfTest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "self-test",
        mixinStandardHelpOptions = true,
        description = "Shows on this machine that the harness can be trusted; about two minutes, exit code 1 when not.")
final class SelfTestCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return SelfTest.run(System.out, doing -> {
            spec.commandLine().getErr().println(doing + " ...");
            spec.commandLine().getErr().flush();
        });
    }
}
