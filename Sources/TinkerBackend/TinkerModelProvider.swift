import Foundation
import ModelBackend

/// Opens models of a Tinker-compatible server: Thinking Machines' service, SkyRL and others.
///
///     let server = try TinkerServer(url: url, dialect: .skyrl)
///     let trainer = try await TinkerModelProvider(server).trainer(from: CheckpointReference("Qwen/Qwen3-8B"), lora: lora)
///
/// A checkpoint's location is `tinker://…`, as `TinkerTrainer.save` gives it, or names a base model: as the server calls
/// it, or by the path of the directory that a server on this machine was started with.
public struct TinkerModelProvider: ModelProvider {
  private let session: TinkerSession

  /// Opens a session at a server, which is not spoken to before the first model is asked for.
  public init(_ server: TinkerServer) {
    session = TinkerSession(server)
  }

  /// A trainer of adapters: fresh ones over a base model, or those of a checkpoint.
  ///
  /// - Throws: `BackendError` of code `unsupported` without `lora` or for adapters that the API cannot have,
  ///   `mismatchedCheckpoint` where a checkpoint's rank is another.
  public func trainer(from checkpoint: CheckpointReference, lora: LoRAConfiguration?) async throws -> any Trainer {
    guard let lora else {
      throw BackendError(
        .unsupported, "A Tinker-compatible server trains adapters alone; say of which rank, or use another backend.")
    }
    try Self.check(lora)
    guard Self.isSaved(checkpoint) else {
      let name = try await supportedName(of: checkpoint.location)
      let trainer = TinkerTrainer(try await session.createModel(name, lora: lora))
      if session.connection.server.dialect.leavesGradientsBehind {
        let initial = try await trainer.save("initial", contents: .weightsAndOptimizer)
        try await trainer.clearInheritedGradients()
        try await trainer.restore(initial)
      }
      return trainer
    }
    let info = try await info(of: checkpoint)
    guard info.loraRank == nil || info.loraRank == lora.rank else {
      throw BackendError(
        .mismatchedCheckpoint,
        "\(checkpoint.location) holds adapters of rank \(info.loraRank ?? 0), and rank \(lora.rank) is asked for; ask for "
          + "the same.")
    }
    return try await trainer(over: info.baseModel, lora: lora, loading: checkpoint)
  }

  /// A sampler over a base model, over a checkpoint, or over weights that were saved for sampling.
  public func sampler(for checkpoint: CheckpointReference) async throws -> any Sampler {
    if !Self.isSaved(checkpoint) {
      let baseModel = try await supportedName(of: checkpoint.location)
      return TinkerSampler(
        try await session.createSamplingSession(baseModel: baseModel), session: session, model: nil)
    }
    if !checkpoint.location.contains("/weights/") {
      return TinkerSampler(
        try await session.createSamplingSession(modelPath: checkpoint.location), session: session, model: nil)
    }
    let info = try await info(of: checkpoint)
    let lora = LoRAConfiguration(rank: info.loraRank ?? 32, alpha: TinkerDialect.alpha)
    return try await trainer(over: info.baseModel, lora: lora, loading: checkpoint).sampler()
  }

  /// The base models that the server has.
  public func supportedModels() async throws -> [String] {
    let response: CapabilitiesResponse = try await session.connection.call(
      "get_server_capabilities", EmptyRequest?.none)
    return response.supportedModels.compactMap(\.modelName)
  }

  private func trainer(
    over baseModel: String, lora: LoRAConfiguration, loading checkpoint: CheckpointReference
  ) async throws -> TinkerTrainer {
    let trainer = TinkerTrainer(try await session.createModel(baseModel, lora: lora))
    try await trainer.clearInheritedGradients()
    try await trainer.load(checkpoint, optimizer: false)
    return trainer
  }

  private func info(of checkpoint: CheckpointReference) async throws -> WeightsInfoResponse {
    do {
      return try await session.connection.call("weights_info", WeightsInfoRequest(tinkerPath: checkpoint.location))
    } catch let error as BackendError where error.code == .lostModel {
      throw BackendError(
        .cannotRead,
        "\(session.connection.server) has no checkpoint \(checkpoint.location); it was deleted, or the server was started "
          + "with another database.", cause: error)
    }
  }

  /// The server's own name of a base model.
  private func supportedName(of name: String) async throws -> String {
    let known = try await supportedModels()
    if known.contains(name) { return name }
    func path(_ name: String) -> String { URL(filePath: name).resolvingSymlinksInPath().standardizedFileURL.path }
    if let match = known.first(where: { $0.hasPrefix("/") && path($0) == path(name) }) { return match }
    throw BackendError(
      .mismatchedCheckpoint,
      "\(session.connection.server) has no base model '\(name)'; it has \(known.sorted().joined(separator: ", ")).")
  }

  private static func isSaved(_ checkpoint: CheckpointReference) -> Bool {
    checkpoint.location.hasPrefix("tinker://")
  }

  private static func check(_ lora: LoRAConfiguration) throws {
    guard lora.alpha == TinkerDialect.alpha else {
      throw BackendError(
        .unsupported,
        "Tinker-compatible servers fix LoRA's alpha at \(TinkerDialect.alpha), not \(lora.alpha); set that.")
    }
    let modules = Set(lora.targetModules)
    let attention: Set = ["q_proj", "k_proj", "v_proj", "o_proj"]
    let feedForward: Set = ["gate_proj", "up_proj", "down_proj"]
    guard [attention, feedForward, attention.union(feedForward)].contains(modules) else {
      throw BackendError(
        .unsupported,
        "Tinker-compatible servers adapt all maps of attention, of the feed-forward part, or of both; not "
          + lora.targetModules.joined(separator: ", ") + ".")
    }
  }

  /// What a question without a body is sent with.
  private struct EmptyRequest: Encodable {}
}
