package dev.fleetpulse.load.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanesTest {
  private record Step(String name, int number) {}

  @Test
  void whatHasOneNameIsDoneInOrder() throws InterruptedException {
    Map<String, List<Integer>> done = new ConcurrentHashMap<>();
    var lanes =
        Lanes.<Step>start(
            4, step -> done.computeIfAbsent(step.name, _ -> new ArrayList<>()).add(step.number));

    for (var number = 0; number < 1_000; number++) {
      lanes.put("instance-" + number % 10, new Step("instance-" + number % 10, number));
    }
    lanes.finish();

    assertThat(done).hasSize(10);
    assertThat(done.values()).allSatisfy(numbers -> assertThat(numbers).hasSize(100).isSorted());
  }

  @Test
  void differentNamesAreDoneSideBySide() throws InterruptedException {
    var met = new CountDownLatch(2);
    var lanes =
        Lanes.<String>start(
            2,
            _ -> {
              met.countDown();
              met.await();
            });

    // Their hashes differ by one, so that they are in different lanes.
    lanes.put("a", "a");
    lanes.put("b", "b");
    lanes.finish();

    assertThat(met.getCount()).isZero();
  }
}
