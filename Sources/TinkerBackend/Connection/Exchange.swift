import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// One request over HTTP and its answer, without any judgement on it.
struct Exchange: Sendable {
  /// What came back.
  struct Answer: Sendable {
    var status: Int
    /// Seconds, where the server says when to come again.
    var retryAfter: Double?
    /// What the body is written in.
    var wire: TinkerWire
    var body: Data
  }

  /// No answer came back.
  struct Failure: Error {
    /// Whether the server may have received the request all the same.
    var mayHaveArrived: Bool
    /// What is known of the reason.
    var reason: String
  }

  let server: TinkerServer

  /// The largest answer that is read.
  private static let largestBody = 1 << 30

  /// One for the whole process: it lives as long as that does. Polls hold their connections, so there are many.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout.connect = .seconds(10)
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  /// Sends a body to `/api/v1/<path>`, or asks for it where there is none.
  ///
  /// - Parameter accepted: what the answer may be written in, the best first.
  /// - Throws: `Failure`, `CancellationError`.
  func callAsFunction(
    _ path: String, body: Payload?, accepting accepted: [TinkerWire] = [.json]
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: server.url.appending(path: "api/v1").appending(path: path).absoluteString)
    request.method = body == nil ? .GET : .POST
    request.headers.add(name: "accept", value: accepted.map(\.contentType).joined(separator: ", "))
    request.headers.add(name: "user-agent", value: "Titer")
    if let key = server.key { request.headers.add(name: "x-api-key", value: key) }
    if let body {
      request.headers.add(name: "content-type", value: body.wire.contentType)
      request.body = .bytes(ByteBuffer(bytes: body.bytes))
    }
    do {
      let timeout = TimeAmount.nanoseconds(Int64(server.waiting.exchange / .nanoseconds(1)))
      let response = try await Self.client.execute(request, timeout: timeout)
      let content = try await response.body.collect(upTo: Self.largestBody)
      let type = response.headers.first(name: "content-type")?.lowercased() ?? ""
      return Answer(
        status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after").flatMap(Double.init),
        wire: type.hasPrefix(TinkerWire.protobuf.contentType) ? .protobuf : .json,
        body: Data(content.readableBytesView))
    } catch {
      if error is CancellationError || Task.isCancelled { throw CancellationError() }
      throw Failure(mayHaveArrived: !Self.isFailureToConnect(error), reason: "\(error)")
    }
  }

  private static func isFailureToConnect(_ error: any Error) -> Bool {
    error is NIOConnectionError || (error as? HTTPClientError) == .connectTimeout
  }
}
