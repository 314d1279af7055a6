package dev.fleetpulse.query.live;

import dev.fleetpulse.query.command.PromptProducer;
import dev.fleetpulse.query.live.TicketBook.Claimed;
import dev.fleetpulse.query.live.TicketBook.Holder;
import dev.fleetpulse.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serdes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tickets for browsers, which can send no key with a WebSocket: good for one connection within 30
 * seconds, at any process. Who comes first is decided by the order of one partition, because no
 * process may use a ticket that another has used; only the hash of a ticket is written.
 */
final class Tickets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

  private static final Duration DELIVERY_MAX = Duration.ofSeconds(3);
  private static final Duration KNOWN_MAX = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int TICKETS_MAX = 10_000;
  private static final int REDEEMED_AT_ONCE_MAX = 16;
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("fpt_[A-Za-z0-9_-]{43}");

  /** Beside the topics of the data: nobody but the live stream writes or reads it. */
  static final Topic<String, String> TOPIC =
      new Topic<>(
          "fleet.live-tickets",
          1,
          Map.of(
              "cleanup.policy",
              "delete",
              "retention.ms",
              Long.toString(KEPT.toMillis()),
              "message.timestamp.type",
              "LogAppendTime"),
          Serdes.String(),
          Serdes.String());

  private final String kafka;
  private final TicketBook book = new TicketBook();
  private final Map<String, CompletableFuture<Claimed>> claims = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> expected = new ConcurrentHashMap<>();
  private final Semaphore redeeming = new Semaphore(REDEEMED_AT_ONCE_MAX);
  private final SecureRandom random = new SecureRandom();
  private KafkaProducer<String, String> producer;

  /** What came of asking for a ticket. */
  sealed interface Issue {
    /** Here it is. */
    record Issued(String ticket) implements Issue {}

    /** The broker does not take it, or there are too many. */
    record Unavailable() implements Issue {}
  }

  /** What came of presenting one. */
  sealed interface Redemption {
    /** It was good, and is so no more. */
    record Redeemed(Holder holder) implements Redemption {}

    /** It is none, was used, or is too old. */
    record Refused() implements Redemption {}

    /** Nobody can tell now. */
    record Unavailable() implements Redemption {}
  }

  /**
   * Connects to nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   */
  Tickets(String kafka) {
    this.kafka = kafka;
  }

  /** Connects in the background. */
  void start() {
    producer =
        PromptProducer.open(
            kafka, DELIVERY_MAX, TOPIC.keys().serializer(), TOPIC.values().serializer());
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(DELIVERY_MAX);
    }
  }

  /** Makes a ticket for the holder of a key. */
  Issue issue(Holder holder) {
    if (book.size() >= TICKETS_MAX) {
      return new Issue.Unavailable();
    }
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var ticket = "fpt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return append(hash(ticket), TicketBook.issued(holder))
        ? new Issue.Issued(ticket)
        : new Issue.Unavailable();
  }

  /** Uses a ticket up. */
  Redemption redeem(String ticket) {
    if (!FORM.matcher(ticket).matches()) {
      return new Redemption.Refused();
    }
    if (!redeeming.tryAcquire()) {
      return new Redemption.Unavailable();
    }
    try {
      // What nobody has issued is not worth a record.
      return isKnown(hash(ticket)) ? claim(hash(ticket)) : new Redemption.Refused();
    } finally {
      redeeming.release();
    }
  }

  /** Takes a record of the topic; called by the thread that reads it. */
  void apply(ConsumerRecord<byte[], byte[]> message) {
    if (message.key() == null || message.value() == null) {
      return;
    }
    var hash = new String(message.key(), StandardCharsets.UTF_8);
    var value = new String(message.value(), StandardCharsets.UTF_8);
    var outcome = book.apply(hash, value, message.timestamp());
    var waiting = expected.remove(hash);
    if (waiting != null) {
      waiting.complete(null);
    }
    outcome.ifPresent(
        claimed ->
            TicketBook.claimOf(value).map(claims::get).ifPresent(claim -> claim.complete(claimed)));
  }

  /** Another process may have issued it a moment ago. */
  private boolean isKnown(String hash) {
    if (book.has(hash)) {
      return true;
    }
    var known = expected.computeIfAbsent(hash, _ -> new CompletableFuture<>());
    try {
      if (!book.has(hash)) {
        known.get(KNOWN_MAX.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      expected.remove(hash);
    }
    return book.has(hash);
  }

  private Redemption claim(String hash) {
    var claim = UUID.randomUUID().toString();
    var outcome = new CompletableFuture<Claimed>();
    claims.put(claim, outcome);
    try {
      if (!append(hash, TicketBook.claimed(claim))) {
        return new Redemption.Unavailable();
      }
      return switch (outcome.get(DELIVERY_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        case Claimed.First(var holder) -> new Redemption.Redeemed(holder);
        case Claimed.Refused() -> new Redemption.Refused();
      };
    } catch (TimeoutException | ExecutionException e) {
      return new Redemption.Unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Redemption.Unavailable();
    } finally {
      claims.remove(claim);
    }
  }

  private boolean append(String hash, String value) {
    try {
      producer
          .send(new ProducerRecord<>(TOPIC.name(), hash, value))
          .get(2 * DELIVERY_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.warn("The broker did not take a ticket: {}", e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String hash(String ticket) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(ticket.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
