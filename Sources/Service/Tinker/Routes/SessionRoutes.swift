import Hummingbird
import OpenAIBackend
import TinkerBackend

/// Sessions of Tinker's API: their beginning, their signs of life, their end.
struct SessionRoutes: Sendable {
  private let sessions: TinkerSessions

  init(_ sessions: TinkerSessions) {
    self.sessions = sessions
  }

  func add(to group: RouterGroup<ServiceContext>) {
    group.post("/create_session") { request, context in
      let asked = try await WireBody(of: request, context).value(CreateSessionRequest.self)
      let session = try await sessions.begin(asked.userMetadata?.values)
      return try Response(wire: CreateSessionResponse(sessionId: session.id))
    }
    group.post("/session_heartbeat") { request, context in
      let asked = try await WireBody(of: request, context).value(HeartbeatRequest.self)
      try await sessions.touch(asked.sessionId)
      return try Response(wire: EmptyResponse(type: "session_heartbeat"))
    }
    group.get("/sessions") { request, _ in
      let page = try Page(request)
      let all = await sessions.list()
      return Response(["sessions": .array(page.part(of: all).map { .string($0.id) })])
    }
    group.get("/sessions/:id") { _, context in
      let session = try await sessions.touch(try context.name("id"))
      return Response([
        "training_run_ids": .array(session.models.sorted().map(JSONValue.string)),
        "sampler_ids": .array(session.samplers.sorted().map(JSONValue.string)),
        "user_metadata": session.userMetadata.map(JSONValue.init) ?? .null,
      ])
    }
    group.post("/sessions/:id/finish") { request, context in
      _ = try await request.body.collect(upTo: context.maxUploadSize)
      let id = try context.name("id")
      try await sessions.touch(id)
      await sessions.end(id)
      return Response([:])
    }
  }
}

extension ServiceContext {
  /// A part of the path that names something.
  ///
  /// - Throws: `ServiceError` where it is no text.
  func name(_ parameter: String) throws(ServiceError) -> String {
    guard let text = parameters.get(parameter)?.removingPercentEncoding else {
      throw .invalid(parameter, "is no text.")
    }
    return text
  }
}

extension JSONValue {
  /// An object of texts.
  init(_ texts: [String: String]) {
    self = .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
  }
}
