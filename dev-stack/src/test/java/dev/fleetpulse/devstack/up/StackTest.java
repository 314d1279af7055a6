package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.ChildProcess;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.ComponentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class StackTest {
  private final List<String> events = new ArrayList<>();
  private final Stack stack = new Stack(events::add);

  @Test
  void whatStartedLastIsClosedFirst() throws Exception {
    stack.start(new Part("log", false));
    stack.start(new Part("store", false));

    stack.close();

    assertThat(events)
        .containsExactly(
            "start log", "ready log", "start store", "ready store", "close store", "close log");
  }

  @Test
  void aPartThatNeverGotReadyIsClosedToo() {
    assertThatThrownBy(() -> stack.start(new Part("store", true)))
        .isInstanceOf(ComponentException.class)
        .hasMessage("store is broken");

    stack.close();

    assertThat(events).containsExactly("start store", "close store");
  }

  @Test
  void nothingStartsAnyMoreOnceItIsClosing() {
    stack.close();

    assertThatThrownBy(() -> stack.start(new Part("late", false)))
        .isInstanceOf(CancellationException.class);
    assertThat(events).isEmpty();
    assertThat(stack.isClosing()).isTrue();
  }

  private final class Part implements Component {
    private final String name;
    private final boolean broken;

    private Part(String name, boolean broken) {
      this.name = name;
      this.broken = broken;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      events.add("start " + name);
    }

    @Override
    public void awaitReady() {
      if (broken) {
        throw new ComponentException(name + " is broken");
      }
      events.add("ready " + name);
    }

    @Override
    public Optional<ChildProcess> process() {
      return Optional.empty();
    }

    @Override
    public void close() {
      events.add("close " + name);
    }
  }
}
