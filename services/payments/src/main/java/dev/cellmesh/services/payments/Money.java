package dev.cellmesh.services.payments;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Input;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which amounts and currencies are there? Amounts are minor units; what a currency's minor unit is, ISO 4217 says. */
final class Money {
    /**
     * The largest amount and the largest balance: so far below 2^63 that no sum of two overflows, and below 2^53, so that
     * clients that read JSON numbers as doubles read it exactly. The OpenAPI file has the same number.
     */
    static final long AMOUNT_MAX = 1_000_000_000_000_000L;

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Money() {}

    /** The body's {@code currency} has to be one: its schema knows the form only. */
    static Optional<Problem> checkCurrency(Input input) {
        return CURRENCIES.contains(input.body().getString("currency"))
                ? Optional.empty()
                : Optional.of(Problem.malformed("currency", "The currency is no alphabetic code of ISO 4217."));
    }

    /**
     * An amount has to be written as an integer. The parser rounds what has a point or an exponent to a double before the schema
     * sees it, so that one cent too little could pass for a whole one.
     */
    static Optional<Problem> checkAmount(Input input, String member) {
        return input.body().getValue(member) instanceof Double
                ? Optional.of(Problem.malformed(
                        member, "Write amounts as integers of the minor unit, without point and exponent."))
                : Optional.empty();
    }
}
