import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on this machine whose every answer a test decides.
final class ScriptedServer: Sendable {
  /// A request as it came.
  struct Call: Sendable {
    var path: String
    var headers: [String: String]
    var body: Data

    /// A value of the body by its keys.
    func value(_ keys: String...) -> Any? {
      var value: Any? = try? JSONSerialization.jsonObject(with: body)
      for key in keys { value = (value as? [String: Any])?[key] }
      return value
    }
  }

  /// What the server does with a request.
  enum Answer: Sendable {
    case json(_ text: String, status: Int = 200, headers: [String: String] = [:])
    case protobuf(_ bytes: Data)
    /// Closes the connection without a word.
    case hangUp
  }

  let port: Int
  private let channel: any Channel
  private let received: Received

  var url: URL { URL(string: "http://127.0.0.1:\(port)") ?? URL(filePath: "/") }
  /// Everything that came, in its order.
  var calls: [Call] { received.calls }

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - port: `0` takes one that is free.
  ///   - answer: gets the path below `/api/v1`, the request, and how many came for this path before.
  static func start(
    port: Int = 0, _ answer: @escaping @Sendable (_ path: String, _ call: Call, _ earlier: Int) -> Answer
  ) async throws -> ScriptedServer {
    let received = Received()
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
          try channel.pipeline.syncOperations.addHandler(Handler(received: received, answer: answer))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    return ScriptedServer(channel, received)
  }

  private init(_ channel: any Channel, _ received: Received) {
    self.channel = channel
    self.received = received
    port = channel.localAddress?.port ?? 0
  }

  func stop() async throws { try await channel.close() }

  private final class Received: Sendable {
    private let list = Mutex<[Call]>([])
    var calls: [Call] { list.withLock { $0 } }

    /// - Returns: how many came for this path before.
    func add(_ call: Call) -> Int {
      list.withLock { list in
        defer { list.append(call) }
        return list.count { $0.path == call.path }
      }
    }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let received: Received
    private let answer: @Sendable (String, Call, Int) -> Answer
    private var call = Call(path: "", headers: [:], body: Data())

    init(received: Received, answer: @escaping @Sendable (String, Call, Int) -> Answer) {
      self.received = received
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
        call = Call(path: head.uri.replacingOccurrences(of: "/api/v1/", with: ""), headers: headers, body: Data())
      case .body(let buffer):
        call.body.append(contentsOf: buffer.readableBytesView)
      case .end:
        respond(with: answer(call.path, call, received.add(call)), context: context)
      }
    }

    private func respond(with answer: Answer, context: ChannelHandlerContext) {
      var head = HTTPResponseHead(version: .http1_1, status: .ok)
      let content: ByteBuffer
      switch answer {
      case .hangUp:
        context.close(promise: nil)
        return
      case .json(let text, let status, let headers):
        content = ByteBuffer(string: text)
        head.status = HTTPResponseStatus(statusCode: status)
        head.headers.add(name: "content-type", value: "application/json")
        for (name, value) in headers { head.headers.add(name: name, value: value) }
      case .protobuf(let bytes):
        content = ByteBuffer(bytes: bytes)
        head.headers.add(name: "content-type", value: "application/x-protobuf")
      }
      head.headers.add(name: "content-length", value: String(content.readableBytes))
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(content))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
