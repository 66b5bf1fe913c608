package dev.rollcall.http.listener;

import dev.rollcall.http.Api;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings requests from the network to the API: HTTP/1.1.
 *
 * <p>A thread for each processor reads and writes all connections. What is answered at once is
 * answered by it; everything else by a virtual thread, which may wait.
 */
public final class Listener implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 10_000;
  private static final int WAITING_CONNECTIONS = 1_024;

  /**
   * Bytes read at a time: few to begin with, more while they keep coming, but no more than stay in
   * a core's own cache until they are copied.
   */
  private static final int LEAST_READ = 1 << 10;

  private static final int FIRST_READ = 4 << 10;
  private static final int MOST_READ = 64 << 10;

  /** A client that sends next to nothing for two to three of these in a request is hung up on. */
  private static final Duration STALL_TICK = Duration.ofSeconds(10);

  /** How long what was interrupted has to end, when the server stops. */
  private static final Duration INTERRUPTED = Duration.ofSeconds(1);

  private final InetSocketAddress address;
  private final Duration patience;
  private final EventLoopGroup threads;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration stallTick;
  private final InstantSource clock;
  private volatile @Nullable Channel socket;
  private volatile boolean closing;

  /**
   * Prepares to listen, which takes a while the first time in a process: so what answers is said
   * only when it is to {@link #start}.
   *
   * @param port 0 for any that is free
   * @param patience how long {@link #close} waits for answers under way
   * @param clock tells the date of answers
   */
  public Listener(String host, int port, Duration patience, InstantSource clock) {
    this(host, port, patience, clock, STALL_TICK);
  }

  Listener(String host, int port, Duration patience, InstantSource clock, Duration stallTick) {
    this.address = new InetSocketAddress(host, port);
    this.patience = patience;
    this.clock = clock;
    this.stallTick = stallTick;
    this.threads =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("listen-", 0).factory(),
            NioIoHandler.newFactory());
  }

  /**
   * Starts to listen; the API answers.
   *
   * @throws UncheckedIOException when it cannot listen there
   */
  public Listener start(Api api) {
    Answers answers = new Answers(api, answering, new HttpDate(clock), () -> closing);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, WAITING_CONNECTIONS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    welcome(channel, answers);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess())
      throw new UncheckedIOException(new IOException("cannot listen", bound.cause()));
    socket = bound.channel();
    return this;
  }

  private void welcome(Channel channel, Answers answers) {
    connections.add(channel);
    letIn();
    channel.closeFuture().addListener(gone -> letIn());
    RequestDecoder decoder = new RequestDecoder();
    channel
        .pipeline()
        .addLast(decoder)
        .addLast(new HttpResponseEncoder())
        .addLast(new Connection(answers, decoder, stallTick));
  }

  /** Lets connections in while there is room for them: those without wait in the backlog. */
  private synchronized void letIn() {
    Channel listening = socket;
    if (listening != null) listening.config().setAutoRead(connections.size() < MAX_CONNECTIONS);
  }

  /** The port listened on. */
  public int port() {
    Channel listening = socket;
    if (listening == null) throw new IllegalStateException("not started");
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Takes no more connections, finishes the answers under way, within its patience, and closes. */
  @Override
  public void close() {
    closing = true;
    Channel listening = socket;
    if (listening != null) listening.close().awaitUninterruptibly();
    connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Connection.CLOSING));
    long until = System.nanoTime() + patience.toNanos();
    connections.newCloseFuture().awaitUninterruptibly(patience.toMillis());
    awaitAnswering(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    answering.shutdownNow();
    connections.close().awaitUninterruptibly();
    awaitAnswering(INTERRUPTED);
    threads
        .shutdownGracefully(0, patience.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  /** Waits for what is done although nobody waits for the answer any more. */
  private void awaitAnswering(Duration most) {
    answering.shutdown();
    try {
      var _ = answering.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
