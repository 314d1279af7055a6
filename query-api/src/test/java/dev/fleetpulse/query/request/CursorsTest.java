package dev.fleetpulse.query.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CursorsTest {
  @Property
  void aCursorIsReadByTheQuestionItAnsweredAndByNoOther(
      @ForAll String question, @ForAll String other, @ForAll byte[] place) {
    var cursor = Cursors.write(question, place);

    assertThat(Cursors.read(question, cursor)).hasValue(place);
    if (!question.equals(other)) {
      assertThat(Cursors.read(other, cursor)).isEmpty();
    }
  }

  @Property
  void aCursorWithOneBitChangedIsNone(
      @ForAll @Size(min = 1, max = 50) byte[] place, @ForAll @IntRange(max = 10_000) int bit) {
    var bytes = Base64.getUrlDecoder().decode(Cursors.write("question", place));
    bytes[bit / 8 % bytes.length] ^= (byte) (1 << bit % 8);

    var changed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    assertThat(Cursors.read("question", changed)).isEmpty();
  }

  @Property
  void whatIsNoCursorIsNone(@ForAll String text) {
    assertThat(Cursors.read("question", text)).isEmpty();
    var encoded = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    assertThat(Cursors.read("question", encoded)).isEmpty();
  }
}
