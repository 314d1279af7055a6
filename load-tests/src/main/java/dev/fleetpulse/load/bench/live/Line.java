package dev.fleetpulse.load.bench.live;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One connection to ingest, one request at a time. No HTTP client: a thousand requests a second
 * must not take the processor from those who are measured.
 */
final class Line implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream answers;
  private final String host;
  private final String key;

  Line(URI url, String key) throws IOException {
    socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(ANSWER_MAX.toMillis()));
    answers = new BufferedInputStream(socket.getInputStream());
    host = url.getAuthority();
    this.key = key;
  }

  /** Sends a heartbeat and answers with the status. */
  int post(String heartbeat) throws IOException {
    var body = heartbeat.getBytes(StandardCharsets.UTF_8);
    var head =
        "POST /api/v1/heartbeat HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
                .formatted(host, key)
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(body.length);
    var request = (head + heartbeat).getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(request);
    var status = Integer.parseInt(line().split(" ", 3)[1]);
    var length = 0;
    for (var field = line(); !field.isEmpty(); field = line()) {
      var name = field.toLowerCase(Locale.ROOT);
      if (name.startsWith(LENGTH)) {
        length = Integer.parseInt(name.substring(LENGTH.length()).strip());
      }
    }
    answers.skipNBytes(length);
    return status;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var character = answers.read(); character != '\n'; character = answers.read()) {
      if (character < 0) {
        throw new EOFException("ingest has closed the connection");
      }
      if (character != '\r') {
        text.append((char) character);
      }
    }
    return text.toString();
  }
}
