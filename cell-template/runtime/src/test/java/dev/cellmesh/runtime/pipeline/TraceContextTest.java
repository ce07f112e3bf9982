package dev.cellmesh.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final Random random = new Random(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-00",
                "01-" + TRACE + "-" + SPAN + "-01-later-fields"
            })
    void aGoodTraceGoesOnInANewSpan(String header) {
        TraceContext trace = TraceContext.continued(header, random);
        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(trace.spanId()).hasSize(16).isNotEqualTo(SPAN);
        assertThat(TraceContext.parse(trace.header())).contains(trace);
        assertThat(trace.flags()).isEqualTo(header.contains("-00") && header.endsWith("-00") ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-1"
            })
    void aBadOneIsReplaced(String header) {
        TraceContext trace = TraceContext.continued(header, random);
        assertThat(trace.traceId()).hasSize(32).isNotEqualTo(TRACE);
        assertThat(TraceContext.parse(trace.header())).contains(trace);
    }

    @Test
    void noneIsBegun() {
        assertThat(TraceContext.continued(null, random).traceId()).hasSize(32);
    }
}
