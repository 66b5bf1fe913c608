package dev.rollcall.http.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** The body of an answer that goes on: chunks, the next one when the last one was taken. */
final class OutgoingBody extends OutputStream {
  private static final int CHUNK_BYTES = 64 << 10;

  private final ChannelHandlerContext connection;
  private ByteBuf chunk = Unpooled.buffer();

  OutgoingBody(ChannelHandlerContext connection) {
    this.connection = connection;
  }

  @Override
  public void write(int one) throws IOException {
    chunk.writeByte(one);
    if (chunk.readableBytes() >= CHUNK_BYTES) flush();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    chunk.writeBytes(bytes, offset, length);
    if (chunk.readableBytes() >= CHUNK_BYTES) flush();
  }

  @Override
  public void flush() throws IOException {
    if (!chunk.isReadable()) return;
    ChannelFuture sent = connection.writeAndFlush(new DefaultHttpContent(chunk));
    chunk = Unpooled.buffer();
    try {
      sent.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is stopping");
    }
    if (!sent.isSuccess()) throw new IOException("nobody reads any more", sent.cause());
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
