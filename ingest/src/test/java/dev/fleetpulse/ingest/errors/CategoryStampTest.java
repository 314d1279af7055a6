package dev.fleetpulse.ingest.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.category.Categories;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CategoryStampTest {
  private static final CategoryStamp STAMP =
      new CategoryStamp(
          tenant ->
              tenant.equals("acme")
                  ? Optional.of(Categories.of("external-service  says the bank said no\n"))
                  : Optional.empty());

  @Test
  void aRuleOfTheTenantDecides() {
    assertThat(STAMP.stamped(report("acme", "The bank said no")).getCategory())
        .isEqualTo("external-service");
  }

  @Test
  void whereNoRuleFitsTheBuiltInOnesDecideLater() {
    assertThat(STAMP.stamped(report("acme", "ECONNREFUSED")).getCategory()).isNull();
  }

  @Test
  void rulesOfATenantAreNobodyElses() {
    assertThat(STAMP.stamped(report("rival", "The bank said no")).getCategory()).isNull();
  }

  @Test
  void theStackAloneIsEnough() {
    var report = report("acme", null);
    report.setStack("Error: the bank said no\n    at pay (/srv/app/pay.js:1:2)\n");

    assertThat(STAMP.stamped(report).getCategory()).isEqualTo("external-service");
  }

  private static ErrorReport report(String tenant, String message) {
    return ErrorReport.newBuilder()
        .setTenant(tenant)
        .setInstanceId("one")
        .setApp("shop")
        .setTimestampMs(1)
        .setType("Error")
        .setMessage(message)
        .setIngestor("ingest-1")
        .setIncarnation("start-1")
        .build();
  }
}
