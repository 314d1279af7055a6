package dev.fleetpulse.load.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes small recordings of every format. */
public final class RecordedFiles {
  private final Path folder;

  public RecordedFiles(Path folder) {
    this.folder = folder;
  }

  public Path write(String name, String... lines) {
    return write(name, List.of(lines));
  }

  public Path write(String name, List<String> lines) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path gzip(String name, String... lines) {
    var file = folder.resolve(name);
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  public static String machine(long timeMs, String host) {
    return machine(timeMs, host, "12.5", "25.0");
  }

  static String machine(long timeMs, String host, String cpu, String memory) {
    return """
        {"t":%d,"kind":"heartbeat","host":"%s","cpu":%s,"mem":%s}"""
        .formatted(timeMs, host, cpu, memory);
  }

  public static String request(long timeMs, String service, long input, long output) {
    return """
        {"t":%d,"kind":"usage","service":"%s","input_tokens":%d,"output_tokens":%d}"""
        .formatted(timeMs, service, input, output);
  }

  public static String report(String id) {
    return """
        {"id":"%s","group":"g","language":"java","type":"java.io.IOException","message":null,\
        "stack":"java.io.IOException: gone\\n\\tat shop.Cart.load(Cart.java:7)"}"""
        .formatted(id);
  }

  static String place(String set, String id) {
    return """
        {"ts":"2024-01-01","kind":"error","dataset":"%s","id":"%s"}"""
        .formatted(set, id);
  }

  public static String heartbeat(long timeMs, String body) {
    return """
        {"t":%d,"kind":"heartbeat","body":%s}"""
        .formatted(timeMs, body);
  }

  public static String error(long timeMs, String body) {
    return """
        {"t":%d,"kind":"error","body":%s}"""
        .formatted(timeMs, body);
  }

  static List<Event> events(Recording recording) {
    try (var events = recording.open()) {
      var all = new ArrayList<Event>();
      events.forEachRemaining(all::add);
      return all;
    }
  }
}
