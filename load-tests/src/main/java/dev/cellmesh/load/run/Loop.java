package dev.cellmesh.load.run;

/** What time is it, and who does something later? Everything runs on one thread, one after the other. */
public interface Loop {
    /** As {@code System.nanoTime}. */
    long nanoTime();

    /** Not before that time, soon after it, and after all that can be read from connections by then. */
    void at(long nanos, Runnable task);
}
