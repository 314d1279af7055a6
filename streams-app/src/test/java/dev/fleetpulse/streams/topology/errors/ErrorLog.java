package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.signature.StackSignature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What a few instances report of a few bugs, and what people decide meanwhile, in some order. */
final class ErrorLog {
  private static final long HOUR_MS = 3_600_000;
  private static final long BEGIN_MS = 1_775_044_800_000L;
  private static final List<String> BUGS = List.of("findUser", "priceCart", "sendMail");
  private static final List<String> ACTIONS = List.of("resolve", "ignore", "reopen");

  private final Random random;
  private final List<Entry> entries = new ArrayList<>();

  /** What lies in one of the two topics. */
  sealed interface Entry {
    long appendMs();

    record Reported(ErrorReport report, long appendMs) implements Entry {
      InstanceKey key() {
        return new InstanceKey(report.getTenant(), report.getInstanceId());
      }
    }

    record Commanded(ErrorCommand command, long appendMs) implements Entry {
      GroupKey key() {
        return new GroupKey(command.getTenant(), command.getSignature(), command.getApp());
      }
    }
  }

  /** Any number of reports up to 60, some of them several times, in any order. */
  ErrorLog(Random random) {
    this.random = random;
    var reports = new ArrayList<ErrorReport>();
    IntStream.range(0, 1 + random.nextInt(40)).forEach(number -> reports.add(report(number)));
    reports.addAll(reports.subList(0, random.nextInt(reports.size() / 2 + 1)));
    Collections.shuffle(reports, random);
    var now = BEGIN_MS;
    for (var report : reports) {
      // Within the 25 hours for which a report is remembered, all in all.
      now += random.nextInt(10) == 0 ? random.nextLong(HOUR_MS) : random.nextLong(20_000);
      entries.add(new Entry.Reported(report, now));
      if (random.nextInt(6) == 0) {
        now += 1 + random.nextLong(5_000);
        entries.add(new Entry.Commanded(command(), now));
        now += 1;
      }
    }
  }

  List<Entry> entries() {
    return entries;
  }

  private ErrorReport report(int number) {
    var instance = random.nextInt(6);
    var bug = BUGS.get(random.nextInt(BUGS.size()));
    return Reports.report(
            "instance-" + instance, BEGIN_MS + random.nextLong(4 * HOUR_MS) - 2 * HOUR_MS)
        .setApp("app-" + instance % 2)
        .setStack(Reports.STACK.replace("findUser", bug))
        .setMessage("it broke")
        .setErrorId(random.nextBoolean() ? "error-" + number : null)
        .setRelease(random.nextInt(4) == 0 ? null : "1." + random.nextInt(5))
        .build();
  }

  private ErrorCommand command() {
    var stack = Reports.STACK.replace("findUser", BUGS.get(random.nextInt(BUGS.size())));
    var facts =
        ReportFacts.of(Reports.report("any", 1).setStack(stack).setMessage("it broke").build());
    return ErrorCommand.newBuilder()
        .setTenant("acme")
        .setApp("app-" + random.nextInt(2))
        .setSignature(StackSignature.of(facts))
        .setCommandId("command-" + random.nextLong())
        .setAction(ACTIONS.get(random.nextInt(ACTIONS.size())))
        .setBy("ann")
        .setGivenAtMs(0)
        .build();
  }
}
