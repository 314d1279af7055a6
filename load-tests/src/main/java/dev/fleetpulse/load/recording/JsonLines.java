package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/** The JSON objects of a file, one a line, plain or gzipped, read one after the other. */
final class JsonLines implements Series<Line> {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int GZIP_MAGIC = 0x1f8b;

  private final Path file;
  private final MappingIterator<JsonNode> objects;

  private JsonLines(Path file, MappingIterator<JsonNode> objects) {
    this.file = file;
    this.objects = objects;
  }

  /**
   * Opens a file.
   *
   * @throws RecordingException if it can't be opened
   */
  static JsonLines open(Path file) {
    try {
      return new JsonLines(file, MAPPER.readerFor(JsonNode.class).readValues(content(file)));
    } catch (NoSuchFileException e) {
      throw new RecordingException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new RecordingException(file, "it can't be read: " + reason(e), e);
    }
  }

  /**
   * The file's first object.
   *
   * @throws RecordingException if it is empty or not JSON
   */
  static Line first(Path file) {
    try (var lines = open(file)) {
      if (!lines.hasNext()) {
        throw new RecordingException(file, "it is empty");
      }
      return lines.next();
    }
  }

  @Override
  public boolean hasNext() {
    try {
      return objects.hasNextValue();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      var value = objects.nextValue();
      var number = objects.getCurrentLocation().getLineNr();
      if (value instanceof ObjectNode object) {
        return new Line(file, number, object);
      }
      throw new RecordingException(file, number, "a JSON object is expected");
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void close() {
    try {
      objects.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file, e);
    }
  }

  private RecordingException broken(IOException e) {
    return new RecordingException(
        file,
        "it can't be read near line %d: %s"
            .formatted(objects.getCurrentLocation().getLineNr(), reason(e)),
        e);
  }

  private static String reason(IOException e) {
    // The whole message of a parser quotes the source over several lines.
    return e instanceof JsonProcessingException broken
        ? broken.getOriginalMessage()
        : e.getMessage();
  }

  private static InputStream content(Path file) throws IOException {
    var raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      raw.mark(2);
      var magic = raw.read() << 8 | raw.read();
      raw.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
