package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.run.RunResult;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class HtmlReportTest {
    private static final RunResult RUN = ExampleRun.create()
            .named("<script>alert(1)</script>", "\"quoted\" & <b>bold</b>")
            .seconds(30)
            .perSecond(60)
            .result();

    private static Document parse(RunResult result) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(HtmlReport.page(result))));
    }

    @Test
    void aNameCannotBecomeAScript() throws Exception {
        Document page = parse(RUN);
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo("<script>alert(1)</script>");
        assertThat(page.getElementsByTagName("b").getLength()).isZero();
    }

    @Test
    void itShowsEachVerdictFindingGroupAndRegion() throws Exception {
        String text = parse(RUN).getDocumentElement().getTextContent();
        assertThat(RUN.verdicts())
                .allSatisfy(verdict -> assertThat(text)
                        .contains(verdict.threshold().expression().text()));
        assertThat(RUN.findings()).allSatisfy(finding -> {
            assertThat(text).contains(finding.check());
            assertThat(finding.violations()).allMatch(text::contains);
        });
        assertThat(RUN.marks()).allSatisfy(mark -> assertThat(text).contains(mark.text()));
        assertThat(text)
                .contains(ExampleRun.GROUPS)
                .contains(ExampleRun.REGIONS)
                .contains(ExampleRun.OPERATIONS);
        assertThat(text).contains(Long.toString(RUN.seed()));
    }

    @Test
    void nothingIsFetched() throws Exception {
        Document page = parse(ExampleRun.create()
                .closedLoop()
                .calm()
                .seconds(10)
                .perSecond(20)
                .result());
        for (String tag : new String[] {"link", "img", "iframe", "object"}) {
            assertThat(page.getElementsByTagName(tag).getLength()).isZero();
        }
    }
}
