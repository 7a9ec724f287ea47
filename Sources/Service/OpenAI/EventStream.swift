import HTTPTypes
import Hummingbird
import NIOCore
import OpenAIBackend

/// An answer that comes bit by bit, as server-sent events.
struct EventStream {
  private var writer: any ResponseBodyWriter

  /// An answer whose events `body` writes. What it throws becomes the last event; `[DONE]` ends it in any case.
  static func response(_ body: @escaping @Sendable (inout EventStream) async throws -> Void) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-cache"],
      body: ResponseBody { writer in
        var stream = EventStream(writer: writer)
        do {
          try await body(&stream)
        } catch let error as ServiceError {
          try await stream.write(error.json)
        } catch is CancellationError {
          throw CancellationError()
        } catch let error as ChannelError {
          throw error
        } catch {
          try await stream.write(
            ServiceError(.internalServerError, .modelFailed, "The request failed: \(error)").json)
        }
        try await stream.write(bytes: Array("[DONE]".utf8))
        try await writer.finish(nil)
      })
  }

  /// Writes one event.
  mutating func write(_ value: JSONValue) async throws {
    try await write(bytes: JSONWriter.bytes(of: value))
  }

  private mutating func write(bytes: [UInt8]) async throws {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(bytes.count + 8)
    buffer.writeString("data: ")
    buffer.writeBytes(bytes)
    buffer.writeString("\n\n")
    try await writer.write(buffer)
  }
}
