import Hummingbird
import OpenAIBackend
import TinkerBackend

/// What became of the requests that were answered with promises.
struct PromiseRoutes: Sendable {
  private let sessions: TinkerSessions
  private let sampling: TinkerSampling

  /// How long a question is held for an answer; the official client waits for 45 seconds.
  private static let patience = 25.0

  init(_ sessions: TinkerSessions, _ sampling: TinkerSampling) {
    self.sessions = sessions
    self.sampling = sampling
  }

  func add(to group: RouterGroup<ServiceContext>) {
    group.post("/retrieve_future") { request, context in
      let asked = try await WireBody(of: request, context).value(RetrieveRequest.self)
      let takesProtobuf = request.headers[.accept]?.lowercased().contains(TinkerWire.protobuf.contentType) ?? false
      return try await retrieve(asked.requestId, in: takesProtobuf ? .protobuf : .json)
    }
    group.post("/retrieve_futures") { request, context in
      try await retrieveAll(WireBody(of: request, context).value())
    }
    group.post("/cancel_future") { request, context in
      let asked = try await WireBody(of: request, context).value(RetrieveRequest.self)
      await sampling.cancel(asked.requestId)
      return Response([:])
    }
  }

  /// - Parameter wire: the one of results that come in either.
  private func retrieve(_ name: String, in wire: TinkerWire) async throws -> Response {
    switch await sessions.promises.answer(to: name, within: .seconds(Self.patience)) {
    case .done(.value(let value)):
      guard wire == .protobuf, let value = value as? any ProtobufResult else { return try Response(wire: value) }
      return Response(
        status: .ok, headers: [.contentType: wire.contentType],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: try value.protobuf())))
    case .done(.failure(let failure)):
      return Response(["error": .string(failure.message), "category": .string(failure.category.rawValue)])
    case .pending:
      return Response(["type": "try_again", "request_id": .string(name), "queue_state": "active"])
    case .unknown: throw await unknown(name)
    }
  }

  /// The client may ask again for what was forgotten, but not for what nobody knows of.
  private func unknown(_ name: String) async -> ServiceError {
    let owner = name.split(separator: ":").dropLast().joined(separator: ":")
    let isKnown: Bool
    if await sessions.loaded(owner) != nil {
      isKnown = true
    } else {
      isKnown = (try? await sessions.sampler(owner)) != nil
    }
    return isKnown
      ? ServiceError(.gone, .gone, "The result of '\(name.prefix(200))' is no longer kept. Send the request again.")
      : ServiceError(
        .notFound, .notFound,
        "Nothing was promised under '\(name.prefix(200))': its session ended, or the service was restarted.")
  }

  /// A question after all that one client waits for in a sampling session.
  private struct AllRequest: Decodable {
    struct Target: Decodable {
      var samplingSessionId: String
      var clonedSamplerId: Int?
    }

    var target: Target
    var prevCursor: Int?
    var timeout: Double?
    var retrievedRequestIds: [String]?
  }

  private func retrieveAll(_ asked: AllRequest) async throws -> Response {
    let sampler = try await sessions.sampler(asked.target.samplingSessionId)
    try await sessions.touch(sampler.session)
    for name in asked.retrievedRequestIds ?? [] where name.hasPrefix(sampler.id + ":") {
      await sessions.promises.forget(name)
    }
    let log = await sessions.log(sampler.id, clone: asked.target.clonedSamplerId ?? 0)
    let limit = Duration.seconds(min(Self.patience, max(0, asked.timeout ?? Self.patience)))
    let (entries, cursor) = await log.entries(after: max(0, asked.prevCursor ?? 0), within: limit)
    let completions = entries.map { entry -> JSONValue in
      guard let size = entry.size else { return ["state": "failed", "request_id": .string(entry.request)] }
      return [
        "state": "finished", "request_id": .string(entry.request),
        "response_payload_uncompressed_size": .integer(size),
      ]
    }
    return Response(["completions": .array(completions), "cursor": .integer(cursor)])
  }
}
