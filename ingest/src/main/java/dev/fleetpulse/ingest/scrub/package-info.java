/**
 * Secrets out, before anything reaches Kafka: {@link dev.fleetpulse.ingest.scrub.Scrubber} takes a
 * whole JSON document, {@link dev.fleetpulse.ingest.scrub.TextScrubber} a single text.
 *
 * <p>A text is read once from left to right. Most characters mean nothing; a few are triggers that
 * stand in every secret of some shape, such as {@code =}, {@code @} or the {@code J} of {@code
 * eyJ}. Only there a {@link dev.fleetpulse.ingest.scrub.Detector} looks around, a bounded way or
 * over characters that it or nobody else will look at again, so the time is linear in the text.
 */
package dev.fleetpulse.ingest.scrub;
