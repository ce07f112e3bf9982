package dev.cellmesh.load.report.chart;

import dev.cellmesh.load.report.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Where on an axis does a value stand? */
public sealed interface Scale {
    /** From 0, the axis's start, to 1, its end; values beyond stand at the nearest end. */
    double at(double value);

    /** @param most as many as there is room for */
    List<Tick> ticks(int most);

    record Tick(double value, String label) {}

    /** From 0 to a round number that the greatest value does not exceed. */
    static Scale linear(double max, DoubleFunction<String> label) {
        return new Linear(Math.max(max, Double.MIN_NORMAL), false, label);
    }

    /** Seconds of a run, to its very end. */
    static Scale time(double endSeconds) {
        return new Linear(endSeconds, true, Scale::clock);
    }

    /** From a round number to a round number; values of 0 and below stand at the start. */
    static Scale logarithmic(double min, double max, DoubleFunction<String> label) {
        double from = roundDown(Math.max(min, 1e-6));
        double to = roundUp(Math.max(max, from * 1.0001));
        return new Logarithmic(from, to <= from * 1.5 ? roundUp(from * 2) : to, label);
    }

    /** Percentiles by their nines. */
    static Scale percentile(double ninesMax) {
        return new Nines(ninesMax);
    }

    record Linear(double max, boolean time, DoubleFunction<String> label) implements Scale {
        private static final List<Integer> CLOCK_STEPS =
                List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400);

        @Override
        public double at(double value) {
            return Math.clamp(value / end(), 0, 1);
        }

        private double end() {
            return time ? max : Math.ceil(max / step(5) - 1e-9) * step(5);
        }

        @Override
        public List<Tick> ticks(int most) {
            double step = time ? clockStep(most) : step(Math.min(most, 5));
            List<Tick> ticks = new ArrayList<>();
            for (int number = 0; number * step <= end() * (1 + 1e-9); number++) {
                ticks.add(new Tick(number * step, label.apply(number * step)));
            }
            return ticks;
        }

        private double step(int most) {
            return roundUp(max / most);
        }

        private double clockStep(int most) {
            return CLOCK_STEPS.stream()
                    .filter(step -> max / step <= most)
                    .findFirst()
                    .map(Integer::doubleValue)
                    .orElse(86_400.0 * Math.ceil(max / 86_400 / most));
        }
    }

    record Logarithmic(double from, double to, DoubleFunction<String> label) implements Scale {
        @Override
        public double at(double value) {
            return value <= from ? 0 : Math.clamp(Math.log(value / from) / Math.log(to / from), 0, 1);
        }

        @Override
        public List<Tick> ticks(int most) {
            List<Tick> fine = new ArrayList<>();
            for (double value = from; value <= to * 1.0001; value = roundUp(value * 1.01)) {
                fine.add(new Tick(value, label.apply(value)));
            }
            if (fine.size() <= most) {
                return fine;
            }
            List<Tick> decades = fine.stream()
                    .filter(tick -> {
                        double digits = Math.log10(tick.value());
                        return Math.abs(digits - Math.rint(digits)) < 1e-6;
                    })
                    .toList();
            int every = Math.ceilDiv(decades.size(), most);
            List<Tick> few = new ArrayList<>();
            for (int number = 0; number < decades.size(); number += every) {
                few.add(decades.get(number));
            }
            return few;
        }
    }

    record Nines(double max) implements Scale {
        private static final List<Double> SHOWN =
                List.of(0.0, 50.0, 90.0, 99.0, 99.9, 99.99, 99.999, 99.9999, 99.99999);

        @Override
        public double at(double percentile) {
            return percentile >= 100 ? 1 : Math.clamp(Percentiles.nines(percentile) / max, 0, 1);
        }

        @Override
        public List<Tick> ticks(int most) {
            return SHOWN.stream()
                    .filter(percentile -> Percentiles.nines(percentile) <= max + 1e-9)
                    .map(percentile -> new Tick(percentile, "p" + plain(percentile)))
                    .toList();
        }
    }

    /** The next of 1, 2 and 5 times a power of ten that is not smaller. */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value) + 1e-12));
        for (double factor : new double[] {1, 2, 5, 10}) {
            if (value <= factor * power * (1 + 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static double roundDown(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value) + 1e-12));
        double factor = value / power * (1 + 1e-9);
        return (factor >= 5 ? 5 : factor >= 2 ? 2 : 1) * power;
    }

    private static String plain(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + " s";
        }
        return whole < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
    }
}
