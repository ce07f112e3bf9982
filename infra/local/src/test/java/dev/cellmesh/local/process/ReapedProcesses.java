package dev.cellmesh.local.process;

import java.nio.file.Path;

/** A JVM that has children and a temporary folder, to be killed. */
final class ReapedProcesses {
    private ReapedProcesses() {}

    public static void main(String[] arguments) throws Exception {
        ProcessReaper reaper = ProcessReaper.start();
        Process watched = new ProcessBuilder("sleep", "600").start();
        Process deaf = new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 600; done").start();
        Process forgotten = new ProcessBuilder("sleep", "600").start();
        for (Process process : new Process[] {watched, deaf, forgotten}) {
            reaper.register(process.pid(), ProcessReaper.Signal.TERM);
        }
        reaper.unregister(forgotten.pid());
        for (String folder : arguments) {
            reaper.deleteAfterwards(Path.of(folder));
        }
        System.out.println("READY " + watched.pid() + " " + deaf.pid() + " " + forgotten.pid() + " " + reaper.pid());
        Thread.currentThread().join();
    }
}
