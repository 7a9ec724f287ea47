import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A server on this machine that answers every request as a test tells it to, byte by byte.
///
///     try await MisbehavingServer.with({ _ in [.json(200, #"{"choices":[]}"#)] }) { server in … }
package final class MisbehavingServer: Sendable {
  /// One request.
  package struct Request: Sendable {
    /// How many came before it.
    package var number: Int
    package var head: String
    package var body: [UInt8]

    /// The body as Foundation reads it.
    package var fields: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }
  }

  /// One thing that the server does.
  package enum Step: Sendable {
    case send([UInt8])
    case wait(milliseconds: Int64)
    case close
    /// Breaks the connection off, so that the client is told of it.
    case reset
  }

  private struct State {
    var requests: [Request] = []
    var connections = 0
    var openRequests = 0
    var mostOpenRequests = 0
  }

  private let state = Mutex(State())
  private let script: @Sendable (Request) -> [Step]
  private let channel: any Channel

  /// Where it listens, with the path that clients expect.
  package var baseURL: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1" }
  package var requests: [Request] { state.withLock { $0.requests } }
  package var connections: Int { state.withLock { $0.connections } }
  /// The most requests that were waiting for the end of their answers at once.
  package var mostOpenRequests: Int { state.withLock { $0.mostOpenRequests } }

  /// Runs `body` with a server that follows `script`.
  package static func with<Result>(
    _ script: @escaping @Sendable (Request) -> [Step], _ body: (MisbehavingServer) async throws -> Result
  ) async throws -> Result {
    let box = Mutex<MisbehavingServer?>(nil)
    let shared = Shared(box: box)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Connection(shared))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = MisbehavingServer(channel, script)
    shared.box.withLock { $0 = server }
    do {
      let result = try await body(server)
      try await channel.close()
      return result
    } catch {
      try? await channel.close()
      throw error
    }
  }

  /// The address of a port on which nobody listens.
  package static func deadURL() async throws -> String {
    try await with({ _ in [.close] }) { $0.baseURL }
  }

  private init(_ channel: any Channel, _ script: @escaping @Sendable (Request) -> [Step]) {
    self.channel = channel
    self.script = script
  }

  private func connect() { state.withLock { $0.connections += 1 } }

  private func steps(for head: String, _ body: [UInt8]) -> [Step] {
    let request = state.withLock { state in
      let request = Request(number: state.requests.count, head: head, body: body)
      state.requests.append(request)
      state.openRequests += 1
      state.mostOpenRequests = max(state.mostOpenRequests, state.openRequests)
      return request
    }
    return script(request)
  }

  private func end() { state.withLock { $0.openRequests -= 1 } }

  /// The server, once it is there: connections are made after it.
  private final class Shared: Sendable {
    let box: Mutex<MisbehavingServer?>
    init(box: consuming Mutex<MisbehavingServer?>) { self.box = box }
    var server: MisbehavingServer? { box.withLock { $0 } }
  }

  private final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let shared: Shared
    private var received: [UInt8] = []

    init(_ shared: Shared) { self.shared = shared }

    func channelActive(context: ChannelHandlerContext) { shared.server?.connect() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += unwrapInboundIn(data).readableBytesView
      while let (head, body) = takeRequest() {
        guard let server = shared.server else { return }
        perform(server.steps(for: head, body)[...], server, context)
      }
    }

    private func takeRequest() -> (String, [UInt8])? {
      guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
      let length =
        head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) } ?? 0
      guard received.count >= end.upperBound + length else { return nil }
      let body = Array(received[end.upperBound..<(end.upperBound + length)])
      received.removeFirst(end.upperBound + length)
      return (head, body)
    }

    private func perform(_ steps: ArraySlice<Step>, _ server: MisbehavingServer, _ context: ChannelHandlerContext) {
      guard let step = steps.first else { return server.end() }
      let rest = steps.dropFirst()
      switch step {
      case .send(let bytes):
        // Before the client can know of it.
        if rest.isEmpty { server.end() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        if !rest.isEmpty { perform(rest, server, context) }
      case .wait(let milliseconds):
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
          bound.value.0.perform(rest, server, bound.value.1)
        }
      case .close:
        context.close(promise: nil)
        server.end()
      case .reset:
        server.end()
        let channel = context.channel
        let lingering = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        lingering?.whenComplete { _ in channel.close(promise: nil) }
      }
    }
  }
}

extension MisbehavingServer.Step {
  /// A whole response.
  package static func json(_ status: Int, _ body: String, headers: [String] = []) -> Self {
    let head = ["HTTP/1.1 \(status) Status", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    return .send(Array(((head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
  }

  /// A stream of events in pieces of `size` bytes, each a chunk of its own.
  package static func events(_ text: String, pieces size: Int, isWhole: Bool = true) -> [Self] {
    let bytes = Array(text.utf8)
    var steps: [Self] = [
      .send(
        Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
    ]
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = bytes[start..<min(start + size, bytes.count)]
      steps.append(.send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)))
    }
    return steps + [isWhole ? .send(Array("0\r\n\r\n".utf8)) : .reset]
  }

  /// A chat completion with these answers.
  package static func chat(_ contents: String..., usage: String = #"{"prompt_tokens":10,"completion_tokens":5}"#)
    -> Self
  {
    let choices = contents.enumerated().map { index, content in
      #"{"index":\#(index),"message":{"role":"assistant","content":"\#(content)"},"finish_reason":"stop"}"#
    }
    return .json(200, #"{"choices":[\#(choices.joined(separator: ","))],"usage":\#(usage)}"#)
  }
}
