package dev.cellmesh.load.overhead;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** In which order do the subjects take turns? In another one each round, so that none always runs behind the same other. */
final class Rounds {
    private final Random random;

    Rounds(long seed) {
        this.random = new Random(seed);
    }

    List<Subject> next() {
        List<Subject> order = new ArrayList<>(List.of(Subject.values()));
        Collections.shuffle(order, random);
        return order;
    }
}
