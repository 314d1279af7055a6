package dev.fleetpulse.load.bench.signature;

import java.util.List;

/** Stack traces of no real program, made of a few words, the same in every run. */
final class MadeUpTraces {
  private static final List<String> THINGS =
      List.of("cart", "order", "price", "invoice", "parcel", "stock", "refund", "customer");

  private static final List<String> DEEDS =
      List.of("load", "store", "check", "merge", "render", "send", "resolve", "apply", "handle");

  private MadeUpTraces() {}

  /** A web request of a JVM: own code, then a framework, then the runtime; with a cause. */
  static String java(int frames) {
    var text = new StringBuilder(128 * frames);
    text.append("com.shop.web.RequestException: Cannot answer request 4711 of customer 'c-17'\n");
    var causes = Math.max(1, frames / 3);
    for (var i = 0; i < frames - causes; i++) {
      javaFrame(text, i, frames);
    }
    text.append("Caused by: java.lang.IllegalStateException: price 12.50 of '0a1b2c3d' is stale\n");
    for (var i = 0; i < causes; i++) {
      javaFrame(text, i + 3, frames);
    }
    return text.append("\t... ").append(frames).append(" more\n").toString();
  }

  private static void javaFrame(StringBuilder text, int i, int frames) {
    var thing = THINGS.get(i % THINGS.size());
    var type = Character.toUpperCase(thing.charAt(0)) + thing.substring(1);
    var deed = DEEDS.get(i % DEEDS.size());
    if (i * 2 > frames) {
      text.append("\tat org.springframework.web.filter.")
          .append(type)
          .append("Filter.")
          .append(deed);
      text.append("Internal(").append(type).append("Filter.java:").append(i + 100).append(")\n");
    } else if (i % 4 == 3) {
      text.append("\tat java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run");
      text.append("(ThreadPoolExecutor.java:").append(i + 1000).append(")\n");
    } else {
      text.append("\tat com.shop.").append(thing).append('.').append(type).append("Service.");
      text.append(i % 5 == 4 ? "lambda$" + deed + "$" + i : deed);
      text.append('(').append(type).append("Service.java:").append(i + 40).append(")\n");
    }
  }

  /** A request of Node: own code, packages, Node's own frames. */
  static String node(int frames) {
    var text = new StringBuilder(128 * frames);
    text.append("TypeError: Cannot read properties of undefined (reading 'price')\n");
    for (var i = 0; i < frames; i++) {
      var thing = THINGS.get(i % THINGS.size());
      var deed = DEEDS.get(i % DEEDS.size());
      text.append("    at ");
      if (i % 5 == 4) {
        text.append("Layer.").append(deed).append(" [as handle_request] (/srv/release-41/shop");
        text.append("/node_modules/express/lib/router/").append(thing).append(".js:");
      } else if (i % 7 == 6) {
        text.append("process.").append(deed).append("TicksAndRejections (node:internal/process/");
        text.append(thing).append(':');
      } else {
        text.append("async ").append(thing).append('.').append(deed);
        text.append(" (/srv/release-41/shop/src/").append(thing).append('/').append(deed);
        text.append(".js:");
      }
      text.append(i + 10).append(':').append(i + 3).append(")\n");
    }
    return text.toString();
  }

  /** A traceback of Python, innermost last. */
  static String python(int frames) {
    var text = new StringBuilder(128 * frames);
    text.append("Traceback (most recent call last):\n");
    for (var i = 0; i < frames; i++) {
      var thing = THINGS.get(i % THINGS.size());
      var deed = DEEDS.get(i % DEEDS.size());
      text.append("  File \"/srv/release-41/");
      text.append(i % 3 == 0 ? "venv/lib/python3.12/site-packages/django/" : "shop/");
      text.append(thing).append('/').append(deed).append(".py\", line ").append(i + 10);
      text.append(", in ").append(deed).append('_').append(thing).append("\n    return ");
      text.append(thing).append('.').append(deed).append("(request)\n");
    }
    return text.append("shop.errors.StalePrice: price 12.50 of '0a1b2c3d' is stale\n").toString();
  }

  /** A text of about so many characters that leads scanners astray, by what it is made of. */
  static String astray(String kind, int characters) {
    var piece =
        switch (kind) {
          case "brackets" -> "(".repeat(64) + ")".repeat(63);
          case "at" -> "at ";
          case "signs" -> "a@";
          case "quotes" -> "File \"";
          case "causes" -> "Caused by: a.BError: x\n";
          case "digits" -> "\nat f (a.js:1" + "0".repeat(100);
          case "slashes" -> "\nat f (/" + "a/".repeat(60) + ".js:1:2)";
          case "words" -> "Error ";
          case "panics" -> "thread 'a' panicked at 'b\n";
          default -> throw new IllegalArgumentException("No text of " + kind);
        };
    return piece.repeat(characters / piece.length() + 1).substring(0, characters);
  }

  /** Cut to so many characters, with frames to fill them. */
  static String javaOf(int characters) {
    return java(characters / 70 + 8).substring(0, characters);
  }
}
