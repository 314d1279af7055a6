package dev.fleetpulse.load.recording;

/**
 * A request to a language model.
 *
 * @param timeMs milliseconds from the start of the recording
 */
record ModelRequest(long timeMs, Service service, long inputTokens, long outputTokens) {
  private static final long NANOS_PER_INPUT_TOKEN = 150;
  private static final long NANOS_PER_OUTPUT_TOKEN = 600;

  /** The recorded services, with the category and the model that we count them under. */
  enum Service {
    CONV("chat", "azure-conv"),
    CODE("code", "azure-code");

    private final String category;
    private final String model;

    Service(String category, String model) {
      this.category = category;
      this.model = model;
    }

    String category() {
      return category;
    }

    String model() {
      return model;
    }
  }

  long tokens() {
    return inputTokens + outputTokens;
  }

  /** What the request cost in nano-dollars: 0.15 dollars a million tokens in, 0.60 out. */
  long costNanos() {
    return inputTokens * NANOS_PER_INPUT_TOKEN + outputTokens * NANOS_PER_OUTPUT_TOKEN;
  }
}
