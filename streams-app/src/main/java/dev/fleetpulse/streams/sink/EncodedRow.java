package dev.fleetpulse.streams.sink;

import java.util.Arrays;

/**
 * A row in its store's own format. It is made when the record is read, so that a batch holds few
 * bytes instead of many objects, and writing it is no more than sending.
 *
 * <p>It begins with the columns of the table's key: two rows are equal if they have the same key.
 */
public final class EncodedRow {
  private final byte[] bytes;
  private final int keyBytes;
  private final long revision;
  private final int hash;

  /**
   * Takes the bytes over.
   *
   * @param keyBytes how many of them are the key
   * @param revision see {@link Table#revision}
   */
  public EncodedRow(byte[] bytes, int keyBytes, long revision) {
    this.bytes = bytes;
    this.keyBytes = keyBytes;
    this.revision = revision;
    var sum = 1;
    for (var index = 0; index < keyBytes; index++) {
      sum = 31 * sum + bytes[index];
    }
    this.hash = sum;
  }

  /** The whole row; never to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  public long revision() {
    return revision;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedRow row
        && Arrays.equals(bytes, 0, keyBytes, row.bytes, 0, row.keyBytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
