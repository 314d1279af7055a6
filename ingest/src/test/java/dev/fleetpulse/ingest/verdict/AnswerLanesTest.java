package dev.fleetpulse.ingest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AnswerLanesTest {
  @Test
  void runsEveryTaskOnceHoweverManyThreadsBringThem() throws InterruptedException {
    var tasks = 100_000;
    var runs = new AtomicIntegerArray(tasks);
    try (var threads = Executors.newFixedThreadPool(8)) {
      var lanes = new AnswerLanes(threads);
      var bringing = new ArrayList<Thread>();
      for (var bringer = 0; bringer < 4; bringer++) {
        var first = bringer;
        bringing.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (var i = first; i < tasks; i += 4) {
                        var task = i;
                        lanes.execute(() -> runs.incrementAndGet(task));
                      }
                    }));
      }
      for (var thread : bringing) {
        thread.join();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                for (var i = 0; i < tasks; i++) {
                  assertThat(runs.get(i)).isEqualTo(1);
                }
              });
    }
  }

  @Test
  void takesOneThreadForManyTasks() {
    var dispatched = new ArrayDeque<Runnable>();
    var lanes = new AnswerLanes(dispatched::add);
    var ran = new ArrayList<Integer>();

    for (var i = 0; i < 10; i++) {
      var task = i;
      lanes.execute(() -> ran.add(task));
    }

    assertThat(dispatched).hasSize(1);
    dispatched.remove().run();
    assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    lanes.execute(() -> ran.add(10));
    assertThat(dispatched).hasSize(1);
  }

  @Test
  void opensMoreLanesWhereManyWaitAndNoMoreThanFour() {
    var dispatched = new ArrayDeque<Runnable>();
    var lanes = new AnswerLanes(dispatched::add);

    for (var i = 0; i < 1000; i++) {
      lanes.execute(() -> {});
    }

    assertThat(dispatched).hasSize(4);
  }

  @Test
  void goesOnBehindATaskThatFails() throws InterruptedException {
    var ran = new CountDownLatch(1);
    try (var threads =
        Executors.newCachedThreadPool(
            work -> Thread.ofPlatform().uncaughtExceptionHandler((_, _) -> {}).unstarted(work))) {
      var lanes = new AnswerLanes(threads);

      lanes.execute(
          () -> {
            throw new IllegalStateException("on purpose");
          });
      lanes.execute(ran::countDown);

      assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void saysWhereThereAreNoThreadsAnyMore() {
    var lanes =
        new AnswerLanes(
            _ -> {
              throw new RejectedExecutionException("stopped");
            });

    assertThatThrownBy(() -> lanes.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
