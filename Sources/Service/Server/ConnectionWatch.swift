import NIOCore

/// Closes a connection whose client has closed its half: no client of these protocols goes on reading then, and what
/// it asked for would be drawn for nobody.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Never

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}
