package dev.rollcall.http.operations;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that has to be well for the server to take requests.
 *
 * @param whyNot a reason for a person to read, with no personal data; empty while all is well
 */
public record HealthCheck(String name, Supplier<Optional<String>> whyNot) {}
