package dev.fleetpulse.query.store;

/**
 * A part of an answer that could not be given.
 *
 * @param part its name in the answer
 */
public record MissingPart(String part, String reason) {}
