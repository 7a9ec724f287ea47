import Foundation
import Hummingbird
import LocalEngine
import OpenAIBackend

/// OpenAI's API over the embedded engine, with what vLLM adds to it.
struct OpenAIRoutes: Sendable {
  private let models: ModelStore
  private let bound: RequestBound
  private let timeout: Duration

  init(_ models: ModelStore, limits: ServiceConfiguration) {
    self.models = models
    bound = RequestBound(limits.maximumRequests)
    timeout = limits.timeout
  }

  func add(to router: Router<ServiceContext>) {
    router.get("/v1/models") { _, _ in Response(await list()) }
    router.get("/v1/models/**") { _, context in
      let name = context.parameters.getCatchAll().joined(separator: "/")
      return Response(Self.entry(try await models.model(name.removingPercentEncoding ?? name)))
    }
    router.post("/v1/chat/completions") { try await chat($0, $1) }
    router.post("/v1/completions") { try await complete($0, $1) }
    TokenRoutes(models).add(to: router)
  }

  private func list() async -> JSONValue {
    ["object": "list", "data": .array(await models.models().map(Self.entry))]
  }

  private static func entry(_ model: ServedModel) -> JSONValue {
    [
      "id": .string(model.name), "object": "model", "created": .integer(model.created), "owned_by": "titer",
      "max_model_len": .integer(model.maximumLength),
    ]
  }

  private func chat(_ request: Request, _ context: ServiceContext) async throws -> Response {
    var fields = try await RequestFields(request.body.collect(upTo: context.maxUploadSize))
    let asked = try ChatRequestFields(&fields)
    return try await respond(asked.sampling, context) { try ChatAnswer(asked, by: $0) }
  }

  private func complete(_ request: Request, _ context: ServiceContext) async throws -> Response {
    var fields = try await RequestFields(request.body.collect(upTo: context.maxUploadSize))
    let asked = try CompletionRequest(&fields)
    return try await respond(asked.sampling, context) { try CompletionAnswer(asked, by: $0) }
  }

  /// Lets the model generate, and sends the answer whole or in parts.
  private func respond<Answer: GeneratedAnswer>(
    _ asked: SamplingFields, _ context: ServiceContext, _ begin: (ServedModel) throws -> Answer
  ) async throws -> Response {
    let place = try bound.enter()
    defer { withExtendedLifetime(place) {} }
    let model = try await models.model(asked.model)
    var answer = try begin(model)
    let events = try model.sampler.events(of: answer.requests)
    if asked.isStreamed {
      return EventStream.response { [answer, timeout] stream in
        defer { withExtendedLifetime(place) {} }
        var answer = answer
        try await context.listening(to: events, atMost: timeout) {
          for try await event in events {
            for part in answer.parts(for: event) { try await stream.write(part) }
          }
        }
        if let usage = answer.usagePart { try await stream.write(usage) }
      }
    }
    try await context.listening(to: events, atMost: timeout) {
      for try await event in events { answer.take(event) }
    }
    return Response(answer.whole)
  }
}
