package dev.fleetpulse.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.ingest.publish.PublishOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final PublishOutcome STORED = new PublishOutcome.Stored();

  private final List<CompletableFuture<PublishOutcome>> published = new ArrayList<>();

  @Test
  void publishesWhileThereIsRoom() {
    var pipeline = new Pipeline(2, Duration.ZERO);
    var _ = publish(pipeline);
    var _ = publish(pipeline);
    published.getFirst().complete(STORED);

    var _ = publish(pipeline);

    assertThat(published).hasSize(3);
  }

  @Test
  void waitsForRoom() {
    var pipeline = new Pipeline(1, Duration.ofSeconds(30));
    var _ = publish(pipeline);
    Thread.ofVirtual().start(() -> published.getFirst().complete(STORED));

    var _ = publish(pipeline);

    assertThat(published).hasSize(2);
  }

  @Test
  void givesUpForGoodWhereTheBrokerIsTooSlow() {
    var pipeline = new Pipeline(1, Duration.ofMillis(1));
    var _ = publish(pipeline);

    assertThat(publish(pipeline)).isCompletedWithValueMatching(PipelineTest::isUnavailable);
    published.getFirst().complete(STORED);
    assertThat(publish(pipeline)).isCompletedWithValueMatching(PipelineTest::isUnavailable);
    assertThat(published).hasSize(1);
  }

  @Test
  void givesUpForGoodOnceARecordCouldNotBeStored() {
    var pipeline = new Pipeline(5, Duration.ZERO);
    var _ = publish(pipeline);
    published.getFirst().complete(new PublishOutcome.Unavailable("away"));

    assertThat(publish(pipeline)).isCompletedWithValueMatching(PipelineTest::isUnavailable);
    assertThat(published).hasSize(1);
  }

  private CompletableFuture<PublishOutcome> publish(Pipeline pipeline) {
    return pipeline.publish(
        () -> {
          var outcome = new CompletableFuture<PublishOutcome>();
          published.add(outcome);
          return outcome;
        });
  }

  private static boolean isUnavailable(PublishOutcome outcome) {
    return outcome instanceof PublishOutcome.Unavailable;
  }
}
