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
    let data = try body.map { try Self.encode($0, for: path) }
    var attempts = Attempts(path, on: server, contact)
    while true {
      do {
        let answer = try await ask(path, body: data)
        if answer.status == 200 { return try decode(answer.body, from: path) }
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
    let response = try await call(path, body, isRepeatable: isRepeatable, as: PromiseResponse.self)
    return Promise(path: path, request: try Self.encode(body, for: path), id: response.requestId)
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
        let body = try Self.encode(RetrieveRequest(requestId: promise.id), for: "retrieve_future")
        let answer = try await ask("retrieve_future", body: body)
        switch answer.status {
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
    guard let body = try? Self.encode(HeartbeatRequest(sessionId: session), for: "session_heartbeat") else { return }
    _ = try? await exchange("session_heartbeat", body: body)
  }

  /// Sends one request, and notes that the server answered.
  private func ask(_ path: String, body: Data?) async throws -> Exchange.Answer {
    let answer = try await exchange(path, body: body)
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
      throw BackendError(
        .badResponse, "\(server) answered '\(path)' with what this version of Titer does not understand.", cause: error)
    }
  }

  private static func encode(_ value: some Encodable, for path: String) throws -> Data {
    do {
      return try WireJSON.data(of: value)
    } catch {
      throw BackendError(
        .misalignedDatum, "A request '\(path)' holds a number that is not finite; look at what it was made from.",
        cause: error)
    }
  }
}

/// A result that a server will have.
struct Promise: Sendable {
  /// What was called.
  let path: String
  /// What was sent, to be sent again where the server forgot it.
  let request: Data
  /// The server's name of it.
  var id: String
}
