package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorCategoryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TypeError                        | Cannot read properties of undefined (reading 'id') | null-dereference
          TypeError                        | x.map is not a function                            | type-error
          java.lang.NullPointerException   |                                                    | null-dereference
          ModuleNotFoundError              | No module named 'shop'                             | missing-module
          Error                            | getaddrinfo ENOTFOUND db.internal                  | dns
          Error                            | connect ECONNREFUSED 127.0.0.1:5432                | network
          Error                            | connect ETIMEDOUT 10.0.0.1:443                     | timeout
          Error                            | ENOENT: no such file or directory, open 'a.txt'    | file-not-found
          java.lang.OutOfMemoryError       | Java heap space                                    | out-of-memory
          ShopError                        | the basket is odd                                  | unknown
          """)
  void typeAndMessageNameTheKind(String type, String message, String category) {
    var report = Reports.report("a", 1).setType(type).setMessage(message).build();

    assertThat(ErrorCategory.of(report)).isEqualTo(category);
  }
}
