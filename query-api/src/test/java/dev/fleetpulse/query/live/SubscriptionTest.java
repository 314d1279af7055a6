package dev.fleetpulse.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final Subscription.Tags TAGS =
      (tenant, id) -> id.equals("web-1") ? Map.of("zone", "eu", "rack", "7") : Map.of();

  private static final LiveEvent WEB_1 = Events.about("web-1");
  private static final LiveEvent WEB_2 = Events.about("web-2");

  @Property
  void noFilterReachesAnotherTenantsEvents(
      @ForAll Set<EventType> types,
      @ForAll Set<String> servers,
      @ForAll Set<String> apps,
      @ForAll EventType type,
      @ForAll String app,
      @ForAll String instanceId) {
    var wanted = new Subscription(types, servers, apps, Map.of(), Set.of(), Optional.empty());

    assertThat(wanted.wants(Events.of("rival", type, app, instanceId), "acme", TAGS)).isFalse();
  }

  @Test
  void eachFilterMustFit() {
    var everything = EnumSet.allOf(EventType.class);
    var serverOfShop =
        new Subscription(
            everything, Set.of("web-1"), Set.of("shop"), Map.of(), Set.of(), Optional.empty());
    var tagged =
        new Subscription(
            everything, Set.of(), Set.of(), Map.of("zone", "eu"), Set.of(), Optional.empty());
    var statusOnly =
        new Subscription(
            Set.of(EventType.STATUS), Set.of(), Set.of(), Map.of(), Set.of(), Optional.empty());

    assertThat(serverOfShop.wants(WEB_1, "acme", TAGS)).isTrue();
    assertThat(serverOfShop.wants(WEB_2, "acme", TAGS)).isFalse();
    assertThat(
            serverOfShop.wants(
                Events.of("acme", EventType.STATUS, "billing", "web-1"), "acme", TAGS))
        .isFalse();
    assertThat(tagged.wants(WEB_1, "acme", TAGS)).isTrue();
    assertThat(tagged.wants(WEB_2, "acme", TAGS)).isFalse();
    assertThat(tagged.wants(Events.alert("warn"), "acme", TAGS)).isFalse();
    assertThat(statusOnly.wants(WEB_2, "acme", TAGS)).isTrue();
    assertThat(statusOnly.wants(Events.alert("warn"), "acme", TAGS)).isFalse();
  }

  @Test
  void severityConcernsOnlyWhatHasOne() {
    var critical =
        new Subscription(
            EnumSet.allOf(EventType.class),
            Set.of(),
            Set.of(),
            Map.of(),
            Set.of("critical"),
            Optional.empty());

    assertThat(critical.wants(Events.alert("critical"), "acme", TAGS)).isTrue();
    assertThat(critical.wants(Events.alert("warn"), "acme", TAGS)).isFalse();
    assertThat(critical.wants(WEB_1, "acme", TAGS)).isTrue();
  }

  @Test
  void whatConcernsEverybodyIsToldWhateverTheFilters() {
    var platform =
        new LiveEvent(
            Optional.empty(),
            EventType.STATUS,
            "platform",
            Set.of(),
            List.of(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode());
    var oneServer =
        new Subscription(
            Set.of(EventType.STATUS),
            Set.of("web-1"),
            Set.of(),
            Map.of(),
            Set.of(),
            Optional.empty());

    assertThat(oneServer.wants(platform, "acme", TAGS)).isTrue();
  }
}
