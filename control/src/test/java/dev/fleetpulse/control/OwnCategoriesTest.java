package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnCategoriesTest {
  @Test
  void aLineThatIsNoRuleIsNamed() {
    assertThatThrownBy(() -> OwnCategories.parse("timeout says slow\nweather says rain\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Rules of categories, line 2 names no category there is: weather");
  }

  @Test
  void rulesAreBounded() {
    var rule = "timeout says slow\n";
    assertThat(OwnCategories.parse(rule.repeat(500)).rules().size()).isEqualTo(500);
    assertThatThrownBy(() -> OwnCategories.parse(rule.repeat(501)))
        .hasMessage("There must be 1 to 500 rules of categories, but there are 501");
    assertThatThrownBy(() -> OwnCategories.parse("# nothing\n"))
        .hasMessage("There must be 1 to 500 rules of categories, but there are 0");
    assertThatThrownBy(() -> OwnCategories.parse("#".repeat(70_000)))
        .hasMessage("Rules of categories must not be longer than 65536 bytes");
  }

  @Test
  void theLatestOfATenantHolds() {
    var book = new CategoryBook();
    var one = OwnCategories.parse("timeout says one");
    var other = OwnCategories.parse("timeout says other");

    book.apply(new ControlRecord.Categorised("acme", Optional.of(one)));
    book.apply(new ControlRecord.Categorised("acme", Optional.of(other)));
    assertThat(book.of("acme")).contains(other);
    assertThat(book.of("rival")).isEmpty();

    book.apply(new ControlRecord.Categorised("acme", Optional.empty()));
    assertThat(book.of("acme")).isEmpty();
  }
}
