package dev.cellmesh.local.prove.isolation.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What do many requests say together? Every one is kept, so percentiles are exact. Immutable. */
public record Answers(List<Answer> all) {
    public Answers {
        all = List.copyOf(all);
    }

    public Answers only(Predicate<Answer> which) {
        return new Answers(all.stream().filter(which).toList());
    }

    public Answers of(String stream) {
        return only(answer -> answer.stream().equals(stream));
    }

    /** Those that were meant to start between two moments of {@code System.nanoTime}, the second one excluded. */
    public Answers between(long fromNanos, long toNanos) {
        return only(answer -> answer.intendedNanos() >= fromNanos && answer.intendedNanos() < toNanos);
    }

    public Answers successes() {
        return only(Answer::isSuccess);
    }

    public Map<String, Answers> byTenant() {
        Map<String, Answers> byTenant = new LinkedHashMap<>();
        all.stream()
                .collect(Collectors.groupingBy(Answer::tenant, LinkedHashMap::new, Collectors.toList()))
                .forEach((tenant, own) -> byTenant.put(tenant, new Answers(own)));
        return byTenant;
    }

    public int count() {
        return all.size();
    }

    public long count(Predicate<Answer> which) {
        return all.stream().filter(which).count();
    }

    /** Of all that were sent; 0 of none. */
    public double share(Predicate<Answer> which) {
        return all.isEmpty() ? 0 : (double) count(which) / count();
    }

    /**
     * The smallest latency that at least this share of the requests did not exceed (nearest rank); NaN of none.
     *
     * @param percent above 0, at most 100
     */
    public double percentileMillis(double percent) {
        if (all.isEmpty()) {
            return Double.NaN;
        }
        long[] sorted = all.stream().mapToLong(Answer::latencyNanos).sorted().toArray();
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(1, rank) - 1] / 1e6;
    }

    /** How often each end came, such as {@code 200} or {@code 503 overloaded}. */
    public Map<String, Long> ends() {
        return all.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.status() + (answer.problem().isEmpty() ? "" : " " + answer.problem()),
                        TreeMap::new,
                        Collectors.counting()));
    }

    @Override
    public String toString() {
        double[] percentiles = {50, 90, 99, 99.9, 100};
        return count() + " requests, p50/p90/p99/p99.9/max of their latency "
                + Arrays.stream(percentiles)
                        .mapToObj(percent -> String.format("%.1f", percentileMillis(percent)))
                        .collect(Collectors.joining("/"))
                + " ms, " + ends();
    }
}
