package dev.fleetpulse.load;

import java.net.URI;

/** Reads addresses of our servers. */
final class HttpUrl {
  private HttpUrl() {}

  static URI parse(String text) {
    return of(URI.create(text));
  }

  /**
   * The address, if it is one.
   *
   * @throws IllegalArgumentException if it does not begin with http or https and name a host
   */
  static URI of(URI url) {
    if (url.getHost() == null
        || !(url.getScheme().equals("http") || url.getScheme().equals("https"))) {
      throw new IllegalArgumentException("not an address like http://127.0.0.1:9400: " + url);
    }
    return url;
  }
}
