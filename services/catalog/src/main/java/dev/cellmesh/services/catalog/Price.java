package dev.cellmesh.services.catalog;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.json.JsonObject;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which prices are there? Whole minor units of a currency; what a currency's minor unit is, ISO 4217 says. */
final class Price {
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Price() {}

    /** The schema knows the form of a currency only. */
    static Optional<Problem> check(Input input) {
        JsonObject price = input.body().getJsonObject("price");
        return CURRENCIES.contains(price.getString("currency"))
                ? wholeNumber(price, "amount")
                : Optional.of(Problem.malformed("currency", "The currency is no alphabetic code of ISO 4217."));
    }

    /** The parser rounds what has a point or an exponent before the schema sees it, so that it has to be written without. */
    static Optional<Problem> wholeNumber(JsonObject body, String member) {
        return body.getValue(member) instanceof Double
                ? Optional.of(Problem.malformed(member, "Write it as an integer, without point and exponent."))
                : Optional.empty();
    }
}
