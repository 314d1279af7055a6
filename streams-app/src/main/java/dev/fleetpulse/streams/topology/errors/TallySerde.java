package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.streams.StateBytes;
import dev.fleetpulse.streams.topology.errors.GroupNews.Tallied;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/** How tallies are written, on their way and until they go. */
final class TallySerde {
  private static final String SAMPLE = "sample";

  private TallySerde() {}

  /** Of tallies on their way, whose samples are written as they are on their own topic. */
  static Serde<Tallied> onTheWay(Serde<ErrorOccurrence> occurrences) {
    return StateBytes.serde(
        (out, tallied) -> {
          var sample =
              tallied
                  .sample()
                  .map(occurrence -> occurrences.serializer().serialize(SAMPLE, occurrence))
                  .orElse(new byte[0]);
          out.writeInt(sample.length);
          out.write(sample);
          write(out, tallied.tally());
        },
        in -> {
          var sample = in.readNBytes(in.readInt());
          return new Tallied(
              read(in),
              sample.length == 0
                  ? Optional.empty()
                  : Optional.of(occurrences.deserializer().deserialize(SAMPLE, sample)));
        });
  }

  /** Of what a partition knows of a group. */
  static Serde<LocalGroup> local() {
    return StateBytes.serde(TallySerde::write, TallySerde::readLocal);
  }

  private static void write(DataOutputStream out, LocalGroup group) throws IOException {
    out.writeLong(group.sample().timestampMs());
    StateBytes.writeText(out, group.sample().instanceId());
    StateBytes.writeText(out, group.sample().errorId());
    out.writeLong(group.hourMs());
    out.writeLong(group.receivedInHour());
    out.writeInt(group.instances());
    StateBytes.writeText(out, group.kind().category());
    StateBytes.writeText(out, group.kind().rootSignature());
    out.writeBoolean(!group.tally().isEmpty());
    if (!group.tally().isEmpty()) {
      write(out, group.tally());
    }
  }

  private static LocalGroup readLocal(DataInputStream in) throws IOException {
    return new LocalGroup(
        new LocalGroup.Place(in.readLong(), StateBytes.readText(in), StateBytes.readText(in)),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        new LocalGroup.Kind(StateBytes.readText(in), StateBytes.readText(in)),
        in.readBoolean() ? read(in) : new Tally());
  }

  private static void write(DataOutputStream out, Tally tally) throws IOException {
    out.writeInt(tally.hours().size());
    for (var hour : tally.hours()) {
      out.writeLong(hour.hourMs());
      out.writeLong(hour.count());
      out.writeLong(hour.kept());
    }
    out.writeInt(tally.newInstances().size());
    for (var instance : tally.newInstances()) {
      StateBytes.writeText(out, instance);
    }
    out.writeBoolean(tally.instancesExact());
    out.writeInt(tally.releases().size());
    for (var release : tally.releases()) {
      StateBytes.writeText(out, release.name());
      out.writeLong(release.firstSeenMs());
      out.writeLong(release.lastSeenMs());
    }
    out.writeLong(tally.firstSeenMs());
    out.writeLong(tally.lastSeenMs());
    out.writeLong(tally.firstReceivedMs());
    out.writeLong(tally.lastReceivedMs());
    StateBytes.writeText(out, tally.category());
    StateBytes.writeText(out, tally.rootSignature());
  }

  private static Tally read(DataInputStream in) throws IOException {
    var tally = new Tally();
    for (var left = in.readInt(); left > 0; left--) {
      tally.addHour(in.readLong(), in.readLong(), in.readLong());
    }
    for (var left = in.readInt(); left > 0; left--) {
      tally.addNewInstance(StateBytes.readText(in));
    }
    if (!in.readBoolean()) {
      tally.setInstancesInexact();
    }
    for (var left = in.readInt(); left > 0; left--) {
      tally.addRelease(StateBytes.readText(in), in.readLong(), in.readLong());
    }
    tally.seen(in.readLong(), in.readLong());
    tally.received(in.readLong(), in.readLong());
    tally.named(StateBytes.readText(in), StateBytes.readText(in));
    return tally;
  }
}
