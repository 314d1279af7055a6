package dev.fleetpulse.signature;

/** Whose code a frame is in where the path of the file, or the package in it, tells all. */
final class ScriptKinds {
  private ScriptKinds() {}

  static FrameKind ruby(StackFrame frame) {
    var file = frame.file() == null ? "" : frame.file();
    if (file.startsWith("<internal:")) {
      return FrameKind.RUNTIME;
    }
    if (file.contains("/gems/")) {
      return file.contains("/rspec-") || file.contains("/minitest-")
          ? FrameKind.HARNESS
          : FrameKind.LIBRARY;
    }
    if (file.contains("/lib/ruby/")) {
      return FrameKind.RUNTIME;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }

  static FrameKind php(StackFrame frame) {
    var file = frame.file();
    if (file == null) {
      return FrameKind.RUNTIME;
    }
    if (file.contains("/vendor/")) {
      return file.contains("/phpunit/") ? FrameKind.HARNESS : FrameKind.LIBRARY;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }

  static FrameKind dart(StackFrame frame) {
    var file = frame.file() == null ? "" : frame.file();
    if (file.startsWith("dart:")) {
      return FrameKind.RUNTIME;
    }
    if (file.startsWith("package:test") || file.startsWith("package:flutter_test/")) {
      return FrameKind.HARNESS;
    }
    if (file.startsWith("package:flutter/")) {
      return FrameKind.LIBRARY;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }

  static FrameKind elixir(StackFrame frame) {
    return switch (frame.module()) {
      case "stdlib", "elixir", "kernel", "erts" -> FrameKind.RUNTIME;
      case "ex_unit" -> FrameKind.HARNESS;
      case "phoenix",
          "plug",
          "plug_cowboy",
          "cowboy",
          "bandit",
          "ecto",
          "ecto_sql",
          "db_connection" ->
          FrameKind.LIBRARY;
      case null, default -> TestPath.kind(frame, FrameKind.APPLICATION);
    };
  }
}
