package dev.fleetpulse.service;

import ch.qos.logback.core.PropertyDefinerBase;

/**
 * How a process writes its log: {@code FLEETPULSE_LOG_FORMAT} is {@code text} (a line each) or
 * {@code json} (an object each). Asked by logback before anything else runs, so that it never
 * fails: {@link Env} refuses what is neither.
 */
public final class LogFormat extends PropertyDefinerBase {
  static final String SETTING = "LOG_FORMAT";
  static final String TEXT = "text";
  static final String JSON = "json";

  /** Made by logback. */
  public LogFormat() {}

  @Override
  public String getPropertyValue() {
    return JSON.equals(System.getenv("FLEETPULSE_" + SETTING)) ? JSON : TEXT;
  }
}
