package dev.fleetpulse.devstack.demo;

import java.util.Locale;

/** The apps of the synthetic fleet. */
enum DemoApp {
  CHECKOUT("2.8.1", 120, 0.9),
  PAYMENTS("1.14.0", 90, 0.6),
  SEARCH("5.2.0", 300, 2.5),
  MAILER("0.9.7", 60, 0.4),
  REPORTS("3.0.2", 200, 1.2),
  IMAGES("1.1.4", 450, 3.0);

  private final String release;
  private final int memoryMegabytes;
  private final double tokensPerSecond;

  DemoApp(String release, int memoryMegabytes, double tokensPerSecond) {
    this.release = release;
    this.memoryMegabytes = memoryMegabytes;
    this.tokensPerSecond = tokensPerSecond;
  }

  String release() {
    return release;
  }

  /** What a freshly started process of it takes. */
  int memoryMegabytes() {
    return memoryMegabytes;
  }

  /** Of language models, on average. */
  double tokensPerSecond() {
    return tokensPerSecond;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
