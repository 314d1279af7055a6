package dev.fleetpulse.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.live.TicketBook.Claimed;
import dev.fleetpulse.query.live.TicketBook.Holder;
import org.junit.jupiter.api.Test;

class TicketBookTest {
  private static final Holder ANN = new Holder("acme", "acmeread");
  private static final long ISSUED = 1_000_000;

  private final TicketBook book = new TicketBook();

  @Test
  void theFirstClaimTakesItAndNoOther() {
    book.apply("t", TicketBook.issued(ANN), ISSUED);

    assertThat(book.apply("t", TicketBook.claimed("one"), ISSUED + 30_000))
        .hasValue(new Claimed.First(ANN));
    assertThat(book.apply("t", TicketBook.claimed("two"), ISSUED + 30_000))
        .hasValue(new Claimed.Refused());
  }

  @Test
  void afterThirtySecondsItIsWorthNothing() {
    book.apply("t", TicketBook.issued(ANN), ISSUED);

    assertThat(book.apply("t", TicketBook.claimed("one"), ISSUED + 30_001))
        .hasValue(new Claimed.Refused());
    assertThat(book.has("t")).isFalse();
  }

  @Test
  void whatWasNeverIssuedIsRefusedAndClaimsNameThemselves() {
    assertThat(book.apply("t", TicketBook.claimed("one"), ISSUED)).hasValue(new Claimed.Refused());
    assertThat(TicketBook.claimOf(TicketBook.claimed("one"))).hasValue("one");
    assertThat(TicketBook.claimOf(TicketBook.issued(ANN))).isEmpty();
  }

  @Test
  void oldTicketsAreForgotten() {
    book.apply("old", TicketBook.issued(ANN), ISSUED);
    book.apply("new", TicketBook.issued(ANN), ISSUED + 40_000);

    assertThat(book.size()).isOne();
  }
}
