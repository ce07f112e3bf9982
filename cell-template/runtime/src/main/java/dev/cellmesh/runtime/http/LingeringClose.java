package dev.cellmesh.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How is a connection closed when nobody knows where its request ends? The answer's side is closed at once, and what the
 * client still sends is dropped until it closes its side, for a bounded time and number of bytes.
 */
final class LingeringClose extends ChannelDuplexHandler {
    private final int millisMax;
    private Future<?> limit;
    private long droppedBytes;

    LingeringClose(int millisMax) {
        this.millisMax = millisMax;
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        if (limit == null && context.channel() instanceof DuplexChannel socket && socket.isActive()) {
            limit = context.executor().schedule(() -> closeNow(context), millisMax, TimeUnit.MILLISECONDS);
            socket.shutdownOutput().addListener((ChannelFuture shut) -> {
                if (!shut.isSuccess()) {
                    closeNow(context);
                }
            });
            socket.config().setAutoRead(true);
        } else if (limit == null) {
            closeNow(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (limit == null) {
            context.fireChannelRead(message);
            return;
        }
        droppedBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (droppedBytes > Lingering.LINGER_BYTES_MAX) {
            closeNow(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (limit != null) {
            limit.cancel(false);
        }
        context.fireChannelInactive();
    }

    /** Whoever asked for the close hears of it by the channel's own end. */
    private static void closeNow(ChannelHandlerContext context) {
        ChannelFuture unused = context.close();
    }
}
