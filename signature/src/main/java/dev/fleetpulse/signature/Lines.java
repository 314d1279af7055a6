package dev.fleetpulse.signature;

/**
 * A text, line by line, without copying: where the line and its first visible character stand. Each
 * character is looked at a fixed number of times, however the text is made.
 */
final class Lines {
  final String text;

  /** Where the line begins. */
  int start;

  /** The line's first character that is no blank; {@link #end} if there is none. */
  int first;

  /** Behind the line's last character that is no blank. */
  int end;

  private int next;

  Lines(String text) {
    this.text = text;
  }

  /** Goes to the next line; false if there is none. */
  boolean advance() {
    if (next >= text.length()) {
      return false;
    }
    start = next;
    var feed = text.indexOf('\n', start);
    end = feed < 0 ? text.length() : feed;
    next = end + 1;
    first = start;
    while (first < end && Scan.isBlank(text.charAt(first))) {
      first++;
    }
    while (end > first && Scan.isBlank(text.charAt(end - 1))) {
      end--;
    }
    return true;
  }

  /** Whether the line, without the blanks before it, starts with the words. */
  boolean startsWith(String words) {
    return end - first >= words.length() && text.startsWith(words, first);
  }

  boolean isEmpty() {
    return first == end;
  }

  int indent() {
    return first - start;
  }

  /** The line without blanks around it. */
  String content() {
    return text.substring(first, end);
  }

  /** What is behind the words it starts with, without blanks around it. */
  String after(String words) {
    return Scan.strip(text, first + words.length(), end);
  }
}
