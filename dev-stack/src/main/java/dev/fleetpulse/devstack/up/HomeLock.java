package dev.fleetpulse.devstack.up;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Keeps a second stack away from the same data; the kernel lets go of it however we end. */
final class HomeLock implements AutoCloseable {
  private final FileChannel file;

  private HomeLock(FileChannel file) {
    this.file = file;
  }

  /** What asking for the lock came to. */
  sealed interface Outcome {
    /** It is ours until closed. */
    record Locked(HomeLock lock) implements Outcome {}

    /**
     * Another stack has it.
     *
     * @param pid its process, as far as it is known
     */
    record Busy(String pid) implements Outcome {}
  }

  static Outcome tryLock(Home home) throws IOException {
    Files.createDirectories(home.root());
    var file =
        FileChannel.open(
            home.lockFile(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (!isLocked(file)) {
      file.close();
      return new Outcome.Busy(Files.readString(home.lockFile()).strip());
    }
    var pid = Long.toString(ProcessHandle.current().pid());
    file.truncate(0);
    file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
    return new Outcome.Locked(new HomeLock(file));
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisJvm) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
