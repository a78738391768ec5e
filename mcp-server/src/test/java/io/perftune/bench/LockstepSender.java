package io.perftune.bench;

import io.perftune.simulator.Truth;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// A chat endpoint that does as little as one can: one thread, which looks without pause for
/// requests and for writes that are due, and stamps both. On a core of its own it shows what a
/// client's stamps are off by, where the simulator shows what a campaign on shared cores sees.
///
/// It takes the switches that [SimulatorProcess] gives, and keeps the same log of the truth,
/// written while nothing is under way.
public final class LockstepSender {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();
  private static final long IDLE_NANOS = 200_000_000;
  private static final int IDLE_LOOK_MS = 50;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final Path log;
  private final long epochNanos;
  private final List<SenderConnection> connections = new ArrayList<>();
  private final List<SenderConnection> arrived = new ArrayList<>();
  private final List<Supplier<Truth>> truths = new ArrayList<>();
  private long lastWork = System.nanoTime();

  private LockstepSender(Path log) throws IOException {
    this.log = log;
    Instant wall = Instant.now();
    epochNanos = wall.getEpochSecond() * 1_000_000_000 + wall.getNano() - System.nanoTime();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1 << 10);
    server.configureBlocking(false);
    var _ = server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /// Runs until its parent is gone.
  ///
  /// @param args `--ready-file`, `--truth-log` and `--exit-with-parent-pid`, each with its value
  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    LockstepSender sender = new LockstepSender(Path.of(after(words, "--truth-log")));
    var _ =
        ProcessHandle.of(Long.parseLong(after(words, "--exit-with-parent-pid")))
            .orElseThrow()
            .onExit()
            .thenRun(() -> System.exit(0));
    Path ready = Path.of(after(words, "--ready-file"));
    Path partial = ready.resolveSibling("ready.partial");
    Files.writeString(partial, "http://127.0.0.1:" + sender.server.socket().getLocalPort());
    Files.move(partial, ready, StandardCopyOption.ATOMIC_MOVE);
    sender.run();
  }

  private static String after(List<String> words, String name) {
    return words.get(words.indexOf(name) + 1);
  }

  private void run() throws IOException {
    while (true) {
      boolean idle = System.nanoTime() - lastWork > IDLE_NANOS;
      int looked =
          idle ? selector.select(this::ready, IDLE_LOOK_MS) : selector.selectNow(this::ready);
      if (looked == 0 && !arrived.isEmpty()) {
        arrived.removeLast().begin();
      }
      write();
      if (idle && !truths.isEmpty()) {
        flush();
      }
    }
  }

  private void ready(SelectionKey key) {
    lastWork = System.nanoTime();
    try {
      if (key.attachment() instanceof SenderConnection connection) {
        if (connection.read()) {
          arrived.add(connection);
        }
      } else {
        accept();
      }
    } catch (IOException _) {
      leave(key);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    SenderConnection connection = new SenderConnection(channel);
    var _ = channel.register(selector, SelectionKey.OP_READ, connection);
    connections.add(connection);
  }

  private void leave(SelectionKey key) {
    connections.remove(key.attachment());
    try {
      key.channel().close();
    } catch (IOException _) {
      key.cancel();
    }
  }

  private void write() {
    for (int i = 0; i < connections.size(); i++) {
      SenderConnection connection = connections.get(i);
      if (connection.active()) {
        lastWork = System.nanoTime();
        if (lastWork - connection.due() >= 0) {
          step(connection);
        }
      }
    }
  }

  private void step(SenderConnection connection) {
    try {
      if (connection.write()) {
        truths.add(connection.truth(epochNanos));
      }
    } catch (IOException _) {
      // The client left; the selector says so next, and the connection goes.
      lastWork = System.nanoTime();
    }
  }

  private void flush() throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(log, StandardOpenOption.APPEND)) {
      for (Supplier<Truth> truth : truths) {
        out.write(JSON.writeValueAsString(truth.get()));
        out.write('\n');
      }
    }
    truths.clear();
  }
}
