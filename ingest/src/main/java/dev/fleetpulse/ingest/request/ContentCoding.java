package dev.fleetpulse.ingest.request;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a body may be compressed. Both expand piece by piece, in memory that does not grow. */
enum ContentCoding {
  /** Unlike the JDK's stream, this one does not take garbage behind a member for the end. */
  GZIP {
    @Override
    InputStream expanding(InputStream compressed) throws IOException {
      return GzipCompressorInputStream.builder()
          .setInputStream(compressed)
          .setDecompressConcatenated(true)
          .get();
    }
  },
  ZSTD {
    @Override
    InputStream expanding(InputStream compressed) throws IOException {
      return new ZstdInputStreamNoFinalizer(compressed).setLongMax(ZSTD_WINDOW_LOG_MAX);
    }
  };

  /** 8 MB of memory, which is what RFC 9659 lets a frame ask for. */
  private static final int ZSTD_WINDOW_LOG_MAX = 23;

  /** For {@code Accept-Encoding}. */
  static final String ALL =
      Arrays.stream(values()).map(ContentCoding::token).collect(Collectors.joining(", "));

  /** The coding that a header names, in any case. */
  static Optional<ContentCoding> named(String header) {
    return Arrays.stream(values())
        .filter(coding -> coding.token().equalsIgnoreCase(header))
        .findFirst();
  }

  /** As headers name it. */
  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What was compressed.
   *
   * @throws IOException from here or from the stream, where the bytes are not of this coding
   */
  abstract InputStream expanding(InputStream compressed) throws IOException;
}
