import Foundation
import ModelBackend

/// Calls of the Tinker API: sends requests as often as it takes, and waits for the results that the server promises.
///
/// Nothing is sent to the API's telemetry.
struct TinkerConnection: Sendable {
  let server: TinkerServer
  private let exchange: Exchange
  private let contact = Contact()

  init(_ server: TinkerServer) {
    self.server = server
    exchange = Exchange(server: server)
  }

  /// Calls what answers at once.
  ///
  /// - Parameter isRepeatable: whether the server may get the request twice without harm.
  func call<Response: Decodable>(
    _ path: String, _ body: (some Encodable)?, isRepeatable: Bool = true, as type: Response.Type = Response.self
  ) async throws -> Response {
    try await call(path, payload: body.map { try Payload(json: $0, for: path) }, isRepeatable: isRepeatable)
  }

  private func call<Response: Decodable>(
    _ path: String, payload: Payload?, isRepeatable: Bool, isTrial: Bool = false, as type: Response.Type = Response.self
  ) async throws -> Response {
    var attempts = Attempts(path, on: server, contact)
    while true {
      do {
        let answer = try await ask(path, body: payload)
        if answer.status == 200 { return try decode(answer.body, from: path) }
        if isTrial, answer.status == 500 { throw attempts.failed("status 500", isOurs: true) }
        try await attempts.wait(after: answer)
      } catch let failure as Exchange.Failure {
        guard !failure.mayHaveArrived || isRepeatable || server.dialect.knowsRepeatedRequests else {
          throw attempts.lost("the connection broke while '\(path)' was sent (\(failure.reason))")
        }
        try await attempts.wait(after: failure)
      }
    }
  }

  /// Calls what is answered by a promise, without waiting for its result.
  func submit(_ path: String, _ body: some Encodable, isRepeatable: Bool = false) async throws -> Promise {
    try await submit(path, payload: try Payload(json: body, for: path), isRepeatable: isRepeatable)
  }

  /// Calls what is answered by a promise, in whatever wire the request is written.
  ///
  /// - Parameter isTrial: whether a server that fails (500) may just not know the wire: FastAPI does on bytes that are no
  ///   text. It is then `refusedByServer`, and not repeated.
  func submit(
    _ path: String, payload: Payload, isRepeatable: Bool = false, isTrial: Bool = false
  ) async throws -> Promise {
    let response = try await call(
      path, payload: payload, isRepeatable: isRepeatable, isTrial: isTrial, as: PromiseResponse.self)
    return Promise(path: path, request: payload, id: response.requestId)
  }

  /// Waits for a promised result.
  ///
  /// A server may answer that there is nothing yet, that it is full, that it forgot the promise, or not at all.
  func result<Response: Decodable>(
    of promise: Promise, as type: Response.Type = Response.self
  ) async throws -> Response {
    var promise = promise
    var attempts = Attempts(promise.path, on: server, contact)
    while true {
      do {
        let body = try Payload(json: RetrieveRequest(requestId: promise.id), for: "retrieve_future")
        let answer = try await ask(
          "retrieve_future", body: body, accepting: type is any ProtobufResult.Type ? [.protobuf, .json] : [.json])
        switch answer.status {
        case 200 where answer.wire == .protobuf:
          return try decode(protobuf: answer.body, from: promise.path)
        case 200:
          switch try PromiseState(answer.body) {
          case .result: return try decode(answer.body, from: promise.path)
          case .pending(let isPaused): try await attempts.waitForResult(isPaused: isPaused)
          case .failed(let message, let isOurs): throw attempts.failed(message, isOurs: isOurs)
          }
        case 408:
          try await attempts.waitForResult(isPaused: false)
        case 410 where server.dialect.knowsRepeatedRequests:
          // The promise is gone. The request carries the same sequence id, so it is not done twice.
          try await attempts.wait(after: answer)
          promise.id = try await resubmit(promise)
        default:
          try await attempts.wait(after: answer)
        }
      } catch let failure as Exchange.Failure {
        // To ask once more does no harm.
        try await attempts.wait(after: failure)
      }
    }
  }

  /// Calls what is answered by a promise and waits for its result.
  func resultOf<Response: Decodable>(
    _ path: String, _ body: some Encodable, isRepeatable: Bool = false, as type: Response.Type = Response.self
  ) async throws -> Response {
    try await result(of: try await submit(path, body, isRepeatable: isRepeatable))
  }

  /// Gives one sign of life. It is not repeated: the next comes anyway.
  func beat(_ session: String) async {
    guard let body = try? Payload(json: HeartbeatRequest(sessionId: session), for: "session_heartbeat") else { return }
    _ = try? await exchange("session_heartbeat", body: body)
  }

  /// Sends one request, and notes that the server answered.
  private func ask(
    _ path: String, body: Payload?, accepting accepted: [TinkerWire] = [.json]
  ) async throws -> Exchange.Answer {
    let answer = try await exchange(path, body: body, accepting: accepted)
    contact.note()
    return answer
  }

  private func resubmit(_ promise: Promise) async throws -> String {
    var attempts = Attempts(promise.path, on: server, contact)
    while true {
      do {
        let answer = try await ask(promise.path, body: promise.request)
        if answer.status == 200 {
          return try decode(answer.body, from: promise.path, as: PromiseResponse.self).requestId
        }
        try await attempts.wait(after: answer)
      } catch let failure as Exchange.Failure {
        try await attempts.wait(after: failure)
      }
    }
  }

  private func decode<Response: Decodable>(
    _ body: Data, from path: String, as type: Response.Type = Response.self
  ) throws -> Response {
    do {
      return try WireJSON.value(type, of: body)
    } catch {
      throw misunderstood(path, error)
    }
  }

  private func decode<Response>(
    protobuf body: Data, from path: String, as type: Response.Type = Response.self
  ) throws -> Response {
    do {
      guard let result = try (type as? any ProtobufResult.Type)?.init(protobuf: body) as? Response else {
        throw WireError("a result that is JSON came as a protocol buffer")
      }
      return result
    } catch {
      throw misunderstood(path, error)
    }
  }

  private func misunderstood(_ path: String, _ error: any Error) -> BackendError {
    BackendError(
      .badResponse, "\(server) answered '\(path)' with what this version of Titer does not understand.", cause: error)
  }
}

/// A result that a server will have.
struct Promise: Sendable {
  /// What was called.
  let path: String
  /// What was sent, to be sent again where the server forgot it.
  let request: Payload
  /// The server's name of it.
  var id: String
}
