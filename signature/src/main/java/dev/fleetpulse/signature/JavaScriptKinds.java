package dev.fleetpulse.signature;

import java.util.Set;

/** Whose code a frame of JavaScript is in, by its file. */
final class JavaScriptKinds {
  private static final Prefixes RUNTIME =
      new Prefixes(
          "node:",
          "internal/",
          "native",
          "[native",
          "index ",
          "eval code",
          "<",
          "address at ",
          "unknown");

  /** Node's own files before it put {@code node:} in front of them. */
  private static final Set<String> OLD_NODE =
      Set.of(
          "_http_client.js",
          "_http_common.js",
          "_http_incoming.js",
          "_http_outgoing.js",
          "_http_server.js",
          "_stream_readable.js",
          "_stream_transform.js",
          "_stream_writable.js",
          "_tls_wrap.js",
          "assert.js",
          "bootstrap_node.js",
          "buffer.js",
          "child_process.js",
          "cluster.js",
          "dns.js",
          "domain.js",
          "events.js",
          "fs.js",
          "http.js",
          "module.js",
          "net.js",
          "process.js",
          "stream.js",
          "timers.js",
          "tls.js",
          "vm.js",
          "zlib.js");

  private JavaScriptKinds() {}

  static FrameKind of(StackFrame frame) {
    var file = frame.file();
    if (file == null || file.isEmpty() || RUNTIME.begin(file) || OLD_NODE.contains(file)) {
      return FrameKind.RUNTIME;
    }
    if (file.contains("node_modules") || file.contains("/~/") || file.contains("-extension://")) {
      return FrameKind.LIBRARY;
    }
    if (file.startsWith("webpack/") || file.contains("///webpack/")) {
      return FrameKind.RUNTIME;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }
}
