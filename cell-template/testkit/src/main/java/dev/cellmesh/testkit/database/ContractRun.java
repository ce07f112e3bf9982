package dev.cellmesh.testkit.database;

import dev.cellmesh.testkit.database.ContractReport.Outcome;
import dev.cellmesh.testkit.database.ContractReport.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Does a database keep the whole contract? Runs its classes outside of any build, one run at a time in a JVM. */
public final class ContractRun {
    /** JUnit makes the classes itself, and has no way to hand them something. */
    private static final AtomicReference<Subjects> SUBJECTS = new AtomicReference<>();

    private ContractRun() {}

    /** A subject for each contract class, which closes it. */
    @FunctionalInterface
    public interface Subjects {
        DatabaseUnderTest next() throws Exception;
    }

    /** Without faults. */
    static final class Regional extends RegionalDatabaseContract {
        @Override
        protected DatabaseUnderTest start() throws Exception {
            return nextSubject();
        }
    }

    /** With those that the subject can have. */
    static final class Faults extends RegionalDatabaseFaultContract {
        @Override
        protected DatabaseUnderTest start() throws Exception {
            return nextSubject();
        }

        @Override
        protected int sessionsWaitingForReplicas() throws Exception {
            return subject().sessionsWaitingForReplicas();
        }

        @Override
        protected void endOtherSessions() throws Exception {
            subject().endOtherSessions();
        }
    }

    /** For what a kind of database keeps beyond the contract of all: a class of its own, whose subject this is. */
    public static DatabaseUnderTest nextSubject() throws Exception {
        return SUBJECTS.get().next();
    }

    /**
     * @param more contract classes, which start with {@link #nextSubject}
     * @param progress told of each test as it ends
     * @throws IllegalStateException when another run is under way
     */
    public static List<Outcome> run(Subjects subjects, List<Class<?>> more, Consumer<Outcome> progress) {
        if (!SUBJECTS.compareAndSet(null, subjects)) {
            throw new IllegalStateException("another run of the contract is under way");
        }
        try {
            List<Class<?>> contracts = new ArrayList<>(List.of(Regional.class, Faults.class));
            contracts.addAll(more);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(contracts.stream()
                            .map(DiscoverySelectors::selectClass)
                            .toList())
                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                    .build();
            Listener listener = new Listener(progress);
            LauncherFactory.create().execute(request, listener);
            return List.copyOf(listener.outcomes);
        } finally {
            SUBJECTS.set(null);
        }
    }

    private static final class Listener implements TestExecutionListener {
        private final Consumer<Outcome> progress;
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Map<String, Long> began = new HashMap<>();
        private TestPlan plan;

        Listener(Consumer<Outcome> progress) {
            this.progress = progress;
        }

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = started;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            began.put(test.getUniqueId(), System.nanoTime());
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            add(test, Status.SKIPPED, reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Status status = switch (result.getStatus()) {
                case SUCCESSFUL -> Status.KEPT;
                case ABORTED -> Status.SKIPPED;
                case FAILED -> Status.BROKEN;
            };
            // What contains tests is only worth a word when it did not come to run them.
            if (test.isTest() || status != Status.KEPT) {
                add(test, status, result.getThrowable().map(Throwable::toString).orElse(""));
            }
        }

        private void add(TestIdentifier test, Status status, String reason) {
            long millis = Duration.ofNanos(
                            System.nanoTime() - began.getOrDefault(test.getUniqueId(), System.nanoTime()))
                    .toMillis();
            Outcome outcome = new Outcome(contractOf(test), nameOf(test), status, reason, millis);
            outcomes.add(outcome);
            progress.accept(outcome);
        }

        private String nameOf(TestIdentifier test) {
            String parent =
                    plan.getParent(test).map(TestIdentifier::getDisplayName).orElse("");
            boolean hasVariants = parent.endsWith(")");
            return hasVariants ? parent + " " + test.getDisplayName() : test.getDisplayName();
        }

        private String contractOf(TestIdentifier test) {
            for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
                if (at.getSource().orElse(null) instanceof ClassSource source) {
                    return source.getJavaClass().getSuperclass().getSimpleName();
                }
            }
            return test.getDisplayName();
        }
    }
}
