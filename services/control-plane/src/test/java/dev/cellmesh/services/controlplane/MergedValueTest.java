package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedValueTest {
    private static final List<JsonObject> VERSIONS = List.of(
            new JsonObject("{\"title\":\"a\",\"size\":1,\"parts\":[{\"n\":1}],\"more\":{\"x\":null},\"note\":\"n\"}"),
            new JsonObject("{\"title\":\"b\",\"size\":null,\"parts\":[],\"more\":{\"x\":\"y\"},\"done\":true}"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'title':'c','size':2,'parts':[{'n':3},{'n':4}],'more':{'x':'z'}} |",
                "{'title':'c','size':null,'parts':[],'more':{'x':null},'note':'m','done':false} |",
                "{'title':'c','size':2,'parts':[],'more':{'x':'z'},'color':'red'} | /color",
                "{'title':7,'size':2,'parts':[],'more':{'x':'z'}} | /title",
                "{'title':null,'size':2,'parts':[],'more':{'x':'z'}} | /title",
                "{'title':'c','size':'2','parts':[],'more':{'x':'z'}} | /size",
                "{'title':'c','size':2,'parts':{},'more':{'x':'z'}} | /parts",
                "{'title':'c','size':2,'parts':[1],'more':{'x':'z'}} | /parts/0",
                "{'title':'c','size':2,'parts':[{'n':1},{'m':1}],'more':{'x':'z'}} | /parts/1/m",
                "{'title':'c','size':2,'parts':[],'more':{'x':1}} | /more/x",
                "{'title':'c','size':2,'parts':[],'more':{}} | /more/x",
                "{'size':2,'parts':[],'more':{'x':'z'}} | /title"
            })
    void fitsWhenItCouldHaveBeenOneOfThem(String merged, String pointer) {
        assertThat(MergedValue.misfit(new JsonObject(merged.replace('\'', '"')), VERSIONS))
                .isEqualTo(Optional.ofNullable(pointer));
    }

    @Test
    void namesMembersAsPointersDo() {
        assertThat(MergedValue.misfit(new JsonObject("{\"a/b~c\":1}"), List.of(new JsonObject())))
                .hasValue("/a~1b~0c");
    }

    @Test
    void goesOnlySoDeep() {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        assertThat(MergedValue.misfit(new JsonObject(deep), List.of(new JsonObject(deep))))
                .isPresent();
    }
}
