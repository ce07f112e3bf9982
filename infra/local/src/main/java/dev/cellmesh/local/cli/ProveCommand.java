package dev.cellmesh.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which promise is to be proven? */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        subcommands = {ProvePaymentsCommand.class, ProveConsistencyCommand.class, ProveIsolationCommand.class},
        description = {
            "Proves a promise, on the running mesh or on one of its own.",
            "Exit code 0: it holds; 1: it was broken, and what was seen is printed."
        })
final class ProveCommand implements Runnable {
    static final int EXIT_BROKEN = 1;
    static final int FULL_PERCENT = 100;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which promise? For example: ./infra/mesh prove payments");
    }
}
