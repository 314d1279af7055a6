package dev.fleetpulse.ingest.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTextTest {
  @Test
  void leavesWhatFits() {
    assertThat(StackText.of(null)).isEqualTo(new StackText(null, false));
    assertThat(StackText.of("at x")).isEqualTo(new StackText("at x", false));
    var full = "x".repeat(StackText.BYTES_MAX);
    assertThat(StackText.of(full)).isEqualTo(new StackText(full, false));
    assertThat(StackText.of(full + "y")).isEqualTo(new StackText(full, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "€", "😀"})
  void neverCutsInsideACharacter(String character) {
    var cut = StackText.of("x" + character.repeat(StackText.BYTES_MAX));

    assertThat(cut.cut()).isTrue();
    var bytes = cut.text().getBytes(StandardCharsets.UTF_8);
    var size = character.getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes.length)
        .isLessThanOrEqualTo(StackText.BYTES_MAX)
        .isGreaterThan(StackText.BYTES_MAX - size);
    assertThat(cut.text())
        .endsWith(character)
        .isEqualTo("x" + character.repeat(bytes.length / size));
  }

  @Property(tries = 50)
  void isAlwaysABeginningThatFits(
      @ForAll @NotEmpty @StringLength(max = 10) String part,
      @ForAll @IntRange(min = 1, max = 40_000) int times) {
    var full = part.repeat(times);

    var cut = StackText.of(full);

    assertThat(full).startsWith(cut.text());
    assertThat(cut.cut()).isEqualTo(cut.text().length() < full.length());
    assertThat(cut.text().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(StackText.BYTES_MAX);
  }
}
