package dev.fleetpulse.signature.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.ErrorFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CategoriesTest {
  private static final Categories CATEGORIES = Categories.builtIn();

  /** One line of the labelled cases. */
  private record Case(String category, String type, String message) {
    String found() {
      return CATEGORIES.of(facts(type, message));
    }
  }

  /** How often a category was found, and how often rightly. */
  private static final class Tally {
    private int labelled;
    private int found;
    private int right;
  }

  @Test
  void labelledCasesFindTheirCategory() throws IOException {
    var cases = cases();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(300);
    var tallies = new TreeMap<String, Tally>();
    Categories.ALL.forEach(category -> tallies.put(category, new Tally()));
    var wrong = new ArrayList<String>();
    for (var one : cases) {
      var found = one.found();
      tallies.get(one.category).labelled++;
      tallies.get(found).found++;
      if (found.equals(one.category)) {
        tallies.get(found).right++;
      } else {
        wrong.add(found + " for " + one);
      }
    }
    print(tallies, wrong);

    tallies.forEach(
        (category, tally) -> {
          assertThat(tally.labelled).as(category + " is labelled").isGreaterThanOrEqualTo(10);
          assertThat(share(tally.right, tally.found))
              .as("precision of " + category)
              .isGreaterThanOrEqualTo(0.85);
          assertThat(share(tally.right, tally.labelled))
              .as("recall of " + category)
              .isGreaterThanOrEqualTo(0.85);
        });
  }

  private static void print(Map<String, Tally> tallies, List<String> wrong) {
    System.out.printf("%-18s %8s %9s %6s%n", "category", "labelled", "precision", "recall");
    tallies.forEach(
        (category, tally) ->
            System.out.printf(
                Locale.ROOT,
                "%-18s %8d %9.3f %6.3f%n",
                category,
                tally.labelled,
                share(tally.right, tally.found),
                share(tally.right, tally.labelled)));
    wrong.forEach(System.out::println);
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static List<Case> cases() throws IOException {
    try (var file = CategoriesTest.class.getResourceAsStream("cases.tsv")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(parts -> new Case(parts[0], parts[1], parts[2]))
          .toList();
    }
  }

  @Test
  void rootCauseDecidesBeforeWhatItLedTo() {
    var stack =
        """
        com.shop.CartException: Cannot load the cart
        \tat com.shop.Carts.load(Carts.java:12)
        Caused by: java.net.UnknownHostException: db.internal
        \tat com.shop.Db.open(Db.java:40)
        """;

    assertThat(CATEGORIES.of(Chain.of(ErrorFacts.ofStack(stack)))).isEqualTo("dns");
  }

  @Test
  void whereTheRootCauseSaysNothingItsWrapperDecides() {
    var stack =
        """
        java.net.SocketTimeoutException: Read timed out
        \tat com.shop.Db.read(Db.java:12)
        Caused by: com.shop.Odd: what
        \tat com.shop.Db.open(Db.java:40)
        """;

    assertThat(CATEGORIES.of(Chain.of(ErrorFacts.ofStack(stack)))).isEqualTo("timeout");
  }

  @Test
  void additionsAreAskedFirst() {
    var own = CATEGORIES.after("# ours\nexternal-service type PaymentDeclined\n");

    assertThat(own.of(facts("PaymentDeclined", "timed out"))).isEqualTo("external-service");
    assertThat(own.of(facts("Error", "timed out"))).isEqualTo("timeout");
    assertThat(CATEGORIES.of(facts("PaymentDeclined", "timed out"))).isEqualTo("timeout");
  }

  @Test
  void additionsMayAskForTheInnermostFrames() {
    var own = CATEGORIES.after("external-service frame com.shop.pay. & says declined");
    var stack =
        """
        java.lang.IllegalStateException: declined
        \tat com.shop.pay.Client.send(Client.java:12)
        """;

    assertThat(own.of(Chain.of(ErrorFacts.ofStack(stack)))).isEqualTo("external-service");
  }

  @Test
  void badRuleSaysItsLineAndWhatWasExpected() {
    assertThatThrownBy(() -> CATEGORIES.after("\nnetwork about sockets"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("code, type, says or frame");
    assertThatThrownBy(() -> CATEGORIES.after("weather says rain"))
        .hasMessageContaining("line 1")
        .hasMessageContaining("weather");
    assertThatThrownBy(() -> CATEGORIES.after("network")).hasMessageContaining("needs a category");
  }

  private static Chain facts(String type, String message) {
    return Chain.of(new ErrorFacts(null, type, message, null, List.of(), List.of(), List.of()));
  }
}
