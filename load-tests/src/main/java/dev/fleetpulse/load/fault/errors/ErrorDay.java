package dev.fleetpulse.load.fault.errors;

import dev.fleetpulse.load.fault.Flow;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Errors of a few apps, written to the log steadily: a few bugs make most of them, some reports
 * come late and some twice; and now and then somebody decides about a group.
 */
final class ErrorDay implements Flow.Source {
  private static final String TENANT = "fault";
  private static final long SPAN_MS = Duration.ofHours(6).toMillis();
  private static final int APPS = 4;
  private static final int BUGS = 20;
  private static final int HELD_BACK_MAX = 300;
  private static final List<String> ACTIONS = List.of("resolve", "resolve", "ignore", "reopen");

  private final Topics topics;
  private final int instances;
  private final Random random = new Random(20_261_121);
  private final Deque<ErrorReport> heldBack = new ArrayDeque<>();

  ErrorDay(Topics topics, int instances) {
    this.topics = topics;
    this.instances = instances;
  }

  @Override
  public void turn(Flow flow, int records) {
    for (var left = records; left > 0; left--) {
      step(flow);
    }
    if (random.nextInt(10) == 0) {
      decide(flow);
    }
  }

  @Override
  public void rest(Flow flow) {
    heldBack.forEach(report -> send(flow, report));
  }

  private void step(Flow flow) {
    var report = report();
    var chance = random.nextInt(100);
    if (chance < 8) {
      heldBack.add(report);
    } else {
      send(flow, report);
    }
    if (chance >= 85) {
      heldBack.add(report);
    }
    if (heldBack.size() > random.nextInt(HELD_BACK_MAX)) {
      send(flow, heldBack.remove());
    }
  }

  private ErrorReport report() {
    var instance = random.nextInt(instances);
    var share = random.nextDouble();
    var bug = (int) (BUGS * share * share * share);
    return ErrorReport.newBuilder()
        .setTenant(TENANT)
        .setInstanceId("fault-" + instance)
        .setApp("app-" + instance % APPS)
        .setTimestampMs(System.currentTimeMillis() - random.nextLong(SPAN_MS))
        .setType("TypeError")
        .setMessage("it broke")
        .setStack(stack(bug))
        .setErrorId(random.nextBoolean() ? UUID.randomUUID().toString() : null)
        .setRelease("1." + random.nextInt(3))
        .setIngestor("fault")
        .setIncarnation("fault")
        .build();
  }

  private static String stack(int bug) {
    return "TypeError: it broke\n    at handle%s (/srv/app/src/cart.js:%d:7)\n"
        .formatted((char) ('A' + bug), bug);
  }

  private void decide(Flow flow) {
    var stack = stack(random.nextInt(BUGS));
    var command =
        ErrorCommand.newBuilder()
            .setTenant(TENANT)
            .setApp("app-" + random.nextInt(APPS))
            .setSignature(ErrorOracle.signature("TypeError", "it broke", stack))
            .setCommandId(UUID.randomUUID().toString())
            .setAction(ACTIONS.get(random.nextInt(ACTIONS.size())))
            .setBy("fault")
            .setGivenAtMs(System.currentTimeMillis())
            .build();
    var key = new GroupKey(TENANT, command.getSignature(), command.getApp());
    flow.sendBeside(topics.errorCommands(), key, command);
  }

  private void send(Flow flow, ErrorReport report) {
    var key = new InstanceKey(TENANT, report.getInstanceId());
    flow.send(topics.errors(), key, report, _ -> {});
  }
}
