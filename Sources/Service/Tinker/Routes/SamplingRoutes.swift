import Foundation
import Hummingbird
import OpenAIBackend
import TinkerBackend

/// Sampling sessions of Tinker's API, and what is drawn in them.
struct SamplingRoutes: Sendable {
  private let sessions: TinkerSessions
  private let sampling: TinkerSampling

  init(_ sessions: TinkerSessions, _ sampling: TinkerSampling) {
    self.sessions = sessions
    self.sampling = sampling
  }

  func add(to group: RouterGroup<ServiceContext>) {
    group.post("/create_sampling_session") { request, context in
      let asked = try await WireBody(of: request, context).value(CreateSamplingSessionRequest.self)
      guard (0...Int(Int32.max)).contains(asked.samplingSessionSeqId) else {
        throw ServiceError.invalid("sampling_session_seq_id", "has to be a whole number, 0 or more.")
      }
      let (weights, base) = try await weights(path: asked.modelPath, baseModel: asked.baseModel)
      let sampler = try await sessions.beginSampling(
        asked.samplingSessionSeqId, of: asked.sessionId, from: weights, over: base.name)
      return try Response(wire: CreateSamplingSessionResponse(samplingSessionId: sampler.id))
    }
    group.get("/samplers/:id") { _, context in
      let sampler = try await sessions.sampler(try context.name("id"))
      return Response([
        "sampler_id": .string(sampler.id), "base_model": .string(sampler.baseModel),
        "model_path": sampler.modelPath.map(JSONValue.string) ?? .null,
      ])
    }
    group.post("/asample") { request, context in
      try Response(wire: try await sample(WireBody(of: request, context).value()))
    }
  }

  private func sample(_ asked: SampleRequest) async throws -> PromiseResponse {
    let sampler: SamplingSession
    let number = asked.seqId.map(String.init) ?? UUID().uuidString
    var log: CompletionLog?
    if let name = asked.samplingSessionId {
      sampler = try await sessions.sampler(name)
      try await sessions.touch(sampler.session)
      // Clones of a sampling session count their requests in billions.
      log = await sessions.log(name, clone: max(0, asked.seqId ?? 0) / 1_000_000_000)
    } else {
      let (weights, base) = try await weights(path: asked.modelPath, baseModel: asked.baseModel)
      sampler = SamplingSession(id: "sample-\(UUID())", session: "", baseModel: base.name, weights: weights)
    }
    let answer = try SampleAnswer(asked, of: try await sessions.models.model(sampler.baseModel))
    let promise = "\(sampler.id):\(number)"
    try await sampling.begin(answer, from: sampler, promise: promise, noting: log)
    return PromiseResponse(
      requestId: promise, sampleSequenceIds: (0..<answer.request.sampling.count).map { "\(promise):\($0)" })
  }

  /// The weights that a request names, and the base model that they belong to.
  private func weights(
    path: String?, baseModel: String?
  ) async throws -> (weights: SamplingSession.Weights, base: ServedModel) {
    guard let path else {
      guard let baseModel else { throw ServiceError.invalid("base_model", "is missing, and so is 'model_path'.") }
      return (.base, try await sessions.models.model(baseModel))
    }
    let checkpoint = try TinkerPath(path)
    _ = try sessions.shelf.record(of: checkpoint)
    let base = try await sessions.base(of: try sessions.shelf.run(checkpoint.model), named: baseModel)
    return (.saved(checkpoint), base)
  }
}
