package dev.rollcall.http.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Makes requests of bytes, and counts them. */
final class RequestDecoder extends HttpRequestDecoder {
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_REQUEST_LINE_BYTES = 8 << 10;

  /** A body comes in the pieces it was read in. */
  private static final int MAX_PIECE_BYTES = 1 << 20;

  private long came;

  RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setMaxChunkSize(MAX_PIECE_BYTES));
  }

  /** Bytes that came over the connection so far. */
  long came() {
    return came;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
    if (read instanceof ByteBuf bytes) came += bytes.readableBytes();
    super.channelRead(context, read);
  }

  /** Two ways to tell a body's end, which a proxy before this server might read otherwise. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
  }
}
