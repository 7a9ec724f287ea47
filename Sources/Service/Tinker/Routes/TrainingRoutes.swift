import Foundation
import Hummingbird
import LocalEngine
import ModelBackend
import OpenAIBackend
import TinkerBackend

/// What is asked of models that are trained. All is answered with a promise, and done in the client's order.
struct TrainingRoutes: Sendable {
  private let sessions: TinkerSessions
  private let showsDirectories: Bool

  /// - Parameter showsDirectories: whether clients are on this machine, where a directory's path says something.
  init(_ sessions: TinkerSessions, showsDirectories: Bool) {
    self.sessions = sessions
    self.showsDirectories = showsDirectories
  }

  func add(to group: RouterGroup<ServiceContext>) {
    group.post("/create_model") { request, context in
      try await create(WireBody(of: request, context).value())
    }
    group.post("/get_info") { request, context in
      let asked = try await WireBody(of: request, context).value(ModelRequest.self)
      return Response(try await info(of: asked.modelId))
    }
    group.post("/unload_model") { request, context in
      try await promise(request, context, as: ModelRequest.self) { ($0.modelId, nil, .unload) }
    }
    group.post("/forward") { request, context in
      try await promise(request, context, as: ForwardRequest.self) {
        let (data, loss) = try Self.batch($0.forwardInput)
        return ($0.modelId, $0.seqId, .forward(data, loss))
      }
    }
    group.post("/forward_backward") { request, context in
      try await promise(request, context, as: ForwardBackwardRequest.self) {
        let (data, loss) = try Self.batch($0.forwardBackwardInput)
        return ($0.modelId, $0.seqId, $0.forwardOnly ? .forward(data, loss) : .forwardBackward(data, loss))
      }
    }
    group.post("/optim_step") { request, context in
      try await promise(request, context, as: OptimizerStepRequest.self) {
        ($0.modelId, $0.seqId, .step(try AdamParameters($0.adamParams)))
      }
    }
    group.post("/save_weights") { request, context in
      try await promise(request, context, as: SaveWeightsRequest.self) {
        let path = try Self.path(.weights, $0.path, of: $0.modelId, $0.seqId)
        let record = try Self.record($0.ttlSeconds, $0.userMetadata)
        return ($0.modelId, $0.seqId, .save(path, record, replaces: $0.overwrite ?? false))
      }
    }
    group.post("/save_weights_for_sampler") { request, context in
      try await promise(request, context, as: SaveWeightsForSamplerRequest.self) {
        ($0.modelId, $0.seqId, try Self.saveForSampling($0))
      }
    }
    group.post("/load_weights") { request, context in
      let body = try await WireBody(of: request, context)
      if let asked = try? body.value(LoadWeightsRequest.self), asked.modelId == nil {
        return try await createWithWeights(asked)
      }
      return try await promise(body, as: LoadWeightsRequest.self) {
        ($0.modelId ?? "", $0.seqId, .load(try TinkerPath($0.path), withOptimizer: $0.optimizer))
      }
    }
  }

  /// Takes what a model is asked for.
  ///
  /// A request that is refused takes its place all the same: those behind it would wait for it for ever.
  private func promise<Asked: Decodable>(
    _ body: WireBody, as type: Asked.Type,
    _ read: (Asked) throws -> (model: String, number: Int?, work: TrainingWork)
  ) async throws -> Response {
    let work: TrainingWork
    let address: WireBody.Address
    do {
      let asked = try read(body.value(type))
      (address, work) = (WireBody.Address(modelId: asked.model, seqId: asked.number), asked.work)
    } catch {
      if let address = body.address, let number = address.seqId {
        await sessions.loaded(address.modelId)?.skip(number)
      }
      throw error
    }
    if let number = address.seqId, number < 1 {
      throw ServiceError.invalid("seq_id", "is \(number); the first is 1.")
    }
    let model = try await sessions.model(address.modelId)
    let name = try await model.add(work, number: address.seqId)
    return try Response(wire: PromiseResponse(requestId: name, modelId: address.modelId))
  }

  private func promise<Asked: Decodable>(
    _ request: Request, _ context: ServiceContext, as type: Asked.Type,
    _ read: (Asked) throws -> (model: String, number: Int?, work: TrainingWork)
  ) async throws -> Response {
    try await promise(WireBody(of: request, context), as: type, read)
  }

  // MARK: Models

  private func create(_ asked: CreateModelRequest) async throws -> Response {
    try await sessions.touch(asked.sessionId)
    try Self.check(asked.optimizerConfig)
    guard let adapters = asked.loraConfig else {
      throw ServiceError.invalid("lora_config", "is missing: adapters are trained here, and never all weights.")
    }
    let base = try await sessions.models.model(asked.baseModel)
    let created = try await sessions.create(
      asked.modelSeqId, of: asked.sessionId, over: base, lora: try LoRAConfiguration(adapters),
      userMetadata: asked.userMetadata?.values)
    return try Response(wire: PromiseResponse(requestId: created.promise, modelId: created.model))
  }

  private func createWithWeights(_ asked: LoadWeightsRequest) async throws -> Response {
    guard let session = asked.sessionId, let number = asked.modelSeqId else {
      throw ServiceError.invalid("model_id", "is missing, or 'session_id' and 'model_seq_id' are.")
    }
    try await sessions.touch(session)
    try Self.check(asked.optimizerConfig)
    let path = try TinkerPath(asked.path)
    _ = try sessions.shelf.record(of: path)
    let origin = try sessions.shelf.run(path.model)
    let base = try await sessions.base(of: origin, named: asked.baseModel)
    let created = try await sessions.create(
      number, of: session, over: base, lora: origin.lora, from: (path, asked.optimizer),
      userMetadata: asked.userMetadata?.values)
    return try Response(wire: PromiseResponse(requestId: created.promise, modelId: created.model))
  }

  private func info(of id: String) async throws -> JSONValue {
    let run = try await sessions.model(id).run
    let name = JSONValue.string(run.baseModel)
    return [
      "type": "get_info", "model_id": .string(id), "is_lora": true, "lora_rank": .integer(run.lora.rank),
      "model_name": name,
      "model_data": [
        "arch": "qwen3", "model_name": name, "tokenizer_id": showsDirectories ? .string(run.baseDirectory) : name,
      ],
    ]
  }

  // MARK: Reading

  private static func check(_ optimizer: OptimizerFamily?) throws(ServiceError) {
    guard let optimizer, optimizer.type != "adamw" else { return }
    throw .invalid("optimizer_config", "is '\(optimizer.type.prefix(100))', and models here are trained with adamw.")
  }

  private static func batch(_ input: ForwardBackwardRequest.Input) throws -> ([Datum], Loss) {
    do {
      let loss = try input.loss()
      let data = try input.data(for: loss.kind)
      if data.isEmpty { throw WireError("there are no data; a pass needs at least one datum") }
      return (data, loss)
    } catch let error as WireError {
      throw ServiceError(error)
    }
  }

  private static func path(
    _ kind: TinkerPath.Kind, _ name: String?, of model: String, _ number: Int?
  ) throws(ServiceError) -> TinkerPath {
    let name = name ?? "checkpoint-\(number.map(String.init) ?? UUID().uuidString)"
    guard TinkerPath.isName(name), TinkerPath.isName(model) else {
      throw .invalid(
        "path",
        "is '\(name.prefix(200))', which cannot name a checkpoint. Use up to 128 letters, digits, '.', '-', '_' and ':'."
      )
    }
    return TinkerPath(model: model, kind: kind, name: name)
  }

  private static func record(_ lifetime: Int?, _ metadata: Metadata?) throws(ServiceError) -> CheckpointRecord {
    try CheckpointRoutes.check(lifetime)
    return CheckpointRecord(lifetime: lifetime, userMetadata: metadata?.values)
  }

  private static func saveForSampling(_ asked: SaveWeightsForSamplerRequest) throws(ServiceError) -> TrainingWork {
    if let kind = asked.kind, kind != "snapshot" {
      throw .invalid("kind", "is '\(kind.prefix(100))', and weights here are kept as they are. Leave it out.")
    }
    if asked.path == nil, let number = asked.samplingSessionSeqId {
      guard number >= 0, let session = asked.modelId.range(of: ":train:").map({ asked.modelId[..<$0.lowerBound] })
      else {
        throw .invalid("sampling_session_seq_id", "has to be 0 or more, of a model of a session.")
      }
      return .keepForSampling(session: TinkerSessions.samplerName(String(session), number))
    }
    return .saveForSampling(
      try path(.samplerWeights, asked.path, of: asked.modelId, asked.seqId),
      try record(asked.ttlSeconds, asked.userMetadata))
  }
}
