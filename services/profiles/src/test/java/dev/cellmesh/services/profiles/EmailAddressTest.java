package dev.cellmesh.services.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    private static String key(String typed) {
        return EmailAddress.parse(typed).orElseThrow().key();
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, Ann@EXAMPLE.com",
        "ann@example.com, '\u00a0ann@example.com\t'",
        "ren\u00e9@example.com, RENE\u0301@example.com",
        "ann@m\u00fcnchen.de, ann@xn--mnchen-3ya.de",
        "ann@m\u00fcnchen.de, ANN@MU\u0308NCHEN.DE",
        "ann@example.com, ann@\uff45xample\u3002com",
        "\u03b1\u03c3@example.com, \u0391\u03a3@example.com",
        "\u03b1\u03c2@example.com, \u0391\u03a3@example.com"
    })
    void oneAndTheSame(String one, String other) {
        assertThat(key(other.replace('\u00a0', ' '))).isEqualTo(key(one));
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, an.n@example.com",
        "ann@example.com, ann+mesh@example.com",
        "ann@example.com, ann@mail.example.com",
        "ann@example.com, \u0430nn@example.com"
    })
    void notTheSame(String one, String other) {
        assertThat(key(other)).isNotEqualTo(key(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "@",
                "a@",
                "@example.com",
                "ann",
                "ann@example",
                "ann@localhost",
                "ann@127.0.0.1",
                "ann@[127.0.0.1]",
                "ann@example.com.",
                "ann@.example.com",
                "ann@exa mple.com",
                "ann@exam_ple.com",
                "ann@-example.com",
                "ann@example-.com",
                "ann@exam\u0000ple.com",
                "ann lee@example.com",
                "\"ann lee\"@example.com",
                "ann@lee@example.com",
                ".ann@example.com",
                "ann.@example.com",
                "an..n@example.com",
                "an\u200bn@example.com",
                "an\u0000n@example.com",
                "an\u00a0n@example.com",
                "an\ue000n@example.com",
                "an\ud800n@example.com",
                "ann@\ud800.com",
                "Ann <ann@example.com>"
            })
    void noAddress(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    @Test
    void whatIsTooLong() {
        String domain = (("d".repeat(61) + ".").repeat(3)) + "com";
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + domain)).isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@" + domain)).isEmpty();
        assertThat(EmailAddress.parse("a@" + "d".repeat(64) + ".com")).isEmpty();
        String longest = "a".repeat(254 - 1 - domain.length()) + "@" + domain;
        assertThat(longest).hasSize(EmailAddress.LENGTH_MAX);
        assertThat(EmailAddress.parse(longest)).isPresent();
        assertThat(EmailAddress.parse("a" + longest)).isEmpty();
        assertThat(EmailAddress.parse("a@" + ("\u00fc".repeat(15) + ".").repeat(12) + "com"))
                .isEmpty();
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> letters = Arbitraries.strings()
                .withChars("abcxyz0123456789+_-'\u00e9\u00fc\u00df\u0131\u0130\u03c3\u03c2\u1fb3\u0345\u01c5\u1e9e")
                .withCharRange('\u0370', '\u052f')
                .ofMinLength(1)
                .ofMaxLength(12);
        Arbitrary<String> labels = Arbitraries.strings()
                .withChars("abcxyz\u00e9\u00fc\u03c3")
                .ofMinLength(1)
                .ofMaxLength(8);
        return Combinators.combine(letters, labels).as((local, label) -> local + '@' + label + ".example");
    }

    /** Upper case with {@code Character}, since {@code String} makes two letters of some. */
    private static String shouted(String text) {
        StringBuilder shouted = new StringBuilder();
        text.codePoints().map(Character::toUpperCase).forEach(shouted::appendCodePoint);
        return shouted.toString();
    }

    @Property
    void caseAndCompositionOfLettersDoNotCount(@ForAll("addresses") String address) {
        EmailAddress.parse(address).ifPresent(parsed -> {
            String composed = Normalizer.normalize(address, Normalizer.Form.NFC);
            assertThat(key(shouted(composed))).isEqualTo(parsed.key());
            assertThat(key(Normalizer.normalize(address, Normalizer.Form.NFD))).isEqualTo(parsed.key());
            assertThat(Normalizer.isNormalized(parsed.key(), Normalizer.Form.NFC))
                    .isTrue();
            assertThat(parsed.shown()).isEqualTo(address);
        });
    }

    @Property
    void aKeyIsItsOwnKey(@ForAll("addresses") String address) {
        EmailAddress.parse(address)
                .ifPresent(parsed -> assertThat(key(parsed.key())).isEqualTo(parsed.key()));
    }

    @Property
    void anyTextIsAnAddressOrNot(@ForAll String text) {
        EmailAddress.parse(text)
                .ifPresent(parsed ->
                        assertThat(parsed.key().toLowerCase(Locale.ROOT)).contains("@"));
        EmailAddress.parse(text + "@example.com")
                .ifPresent(parsed -> assertThat(parsed.key()).endsWith("@example.com"));
    }
}
