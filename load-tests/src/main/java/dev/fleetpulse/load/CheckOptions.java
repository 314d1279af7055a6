package dev.fleetpulse.load;

import dev.fleetpulse.load.check.Check;
import dev.fleetpulse.load.check.Verdict;
import dev.fleetpulse.service.Env;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how to check what comes of a replay. */
final class CheckOptions {
  @Option(
      names = "--check",
      description = "Compares the query API's figures with the recording after sending it.")
  private boolean wanted;

  @Option(
      names = "--query-url",
      paramLabel = "URL",
      description = "The query API. Default: FLEETPULSE_QUERY_URL, else http://127.0.0.1:9401.")
  private URI url;

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      defaultValue = "PT5M",
      description = "How long the figures may take to become equal. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofMinutes(2);

  @Option(
      names = "--sent-before",
      description =
          "This recording was sent before with the same --shift-to: nothing may grow while we watch"
              + " for the length of --patience.")
  private boolean sentBefore;

  boolean wanted() {
    return wanted;
  }

  URI url(Env env) {
    return url == null
        ? HttpUrl.parse(env.get("QUERY_URL", "http://127.0.0.1:9401"))
        : HttpUrl.of(url);
  }

  Verdict verdict(Check check) throws IOException, InterruptedException {
    return sentBefore ? check.watchStandstill(patience) : check.awaitGrowth(patience);
  }
}
