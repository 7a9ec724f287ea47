import Foundation
import ModelBackend

/// Trains adapters over a model at a Tinker-compatible server.
///
///     let provider = try TinkerModelProvider(server)
///     let trainer = try await provider.trainer(from: CheckpointReference("Qwen/Qwen3-8B"), lora: lora)
///     let loss = Loss(.crossEntropy)
///     let (prepared, divisor) = trainer.capabilities.prepared(data, loss: loss, divisor: Float(tokens))
///     try await trainer.forwardBackward(prepared, loss: loss)
///     try await trainer.optimizerStep(AdamParameters(learningRate: 1e-4, gradientDivisor: divisor))
///
/// Calls wait for a server that is away or full, and repeat what can be repeated without being done twice. Where the
/// server comes back without the model the call throws `BackendError` of code `lostModel`; training goes on from a
/// checkpoint with a new trainer.
public actor TinkerTrainer: Trainer {
  public nonisolated let capabilities: Capabilities
  private let model: TinkerModel
  private let dialect: TinkerDialect
  private nonisolated let connection: TinkerConnection

  /// The most data in one request, and about the most bytes, as the official client has them.
  private static let largestChunk = (data: 1024, bytes: 5_000_000)

  init(_ model: TinkerModel) {
    self.model = model
    connection = model.session.connection
    dialect = connection.server.dialect
    capabilities = dialect.capabilities
  }

  /// Adds the gradient of `loss` over `data` to the accumulated gradient.
  ///
  /// The output's `loss` is what the server minimizes, in its own reduction. `sums` holds what the server reports as
  /// sums under its own names.
  ///
  /// - Throws: `BackendError` of code `unsupported` for a loss with a KL term, `misalignedDatum` for a datum whose arrays
  ///   do not align.
  @discardableResult
  public func forwardBackward(_ data: [Datum], loss: Loss) async throws -> ForwardBackwardOutput {
    guard loss.klCoefficient == 0 else {
      throw BackendError(
        .unsupported, "The Tinker API has no KL term in its losses; put it into the advantages and set it to 0.")
    }
    for (index, datum) in data.enumerated() { try Self.check(datum, index: index, for: loss) }
    guard !data.isEmpty else { return ForwardBackwardOutput(logProbabilities: [], loss: 0) }

    let clips = loss.kind == .ppo || loss.kind == .cispo
    var promises: [Promise] = []
    for chunk in Self.chunks(data.map { WireDatum($0, for: loss, dialect: dialect) }) {
      let request = ForwardBackwardRequest(
        forwardBackwardInput: ForwardBackwardRequest.Input(
          data: chunk, lossFn: loss.kind.rawValue,
          lossFnConfig: clips
            ? ["clip_low_threshold": loss.clipLow, "clip_high_threshold": loss.clipHigh] : nil),
        modelId: model.id, seqId: model.nextSequenceID())
      promises.append(try await model.session.wires.submit(request))
    }
    var responses: [ForwardBackwardResponse] = []
    for promise in promises { responses.append(try await connection.result(of: promise)) }
    return try TrainingResult(responses, of: data, loss: loss, reduction: capabilities.reduction).output
  }

  /// Moves the weights along the accumulated gradient and clears it.
  ///
  /// - Throws: `BackendError` of code `unsupported` for a gradient divisor: see `Capabilities.prepared`.
  @discardableResult
  public func optimizerStep(_ parameters: AdamParameters) async throws -> OptimizerStepOutput {
    guard parameters.gradientDivisor == 1 else {
      throw BackendError(
        .unsupported,
        "The Tinker API divides no gradients; divide the weights of the data by \(parameters.gradientDivisor) before.")
    }
    model.weightsWillChange()
    let response: OptimizerStepResponse = try await connection.resultOf(
      "optim_step",
      OptimizerStepRequest(
        adamParams: OptimizerStepRequest.Adam(
          learningRate: parameters.learningRate, beta1: parameters.beta1, beta2: parameters.beta2,
          eps: parameters.epsilon, weightDecay: parameters.weightDecay,
          gradClipNorm: parameters.maximumGradientNorm),
        modelId: model.id, seqId: model.nextSequenceID()))
    // `skyrl.ai/grad_norm`, or `grad_norm:mean` and the like.
    let norm = response.metrics?.first { key, _ in
      key.split(separator: ":")[0].split(separator: "/").last == "grad_norm"
    }
    return OptimizerStepOutput(gradientNorm: norm.map { Float($0.value) })
  }

  /// Saves adapters and optimizer at the server: it keeps both, whatever `contents` asks for.
  ///
  /// - Parameter name: letters, digits, `-` and `_`; new for this model.
  /// - Returns: `tinker://<model>/weights/<name>`.
  public func save(_ name: String, contents: CheckpointContents) async throws -> CheckpointReference {
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }) else {
      throw BackendError(
        .cannotWrite, "\"\(name)\" cannot name a checkpoint at a server; use letters, digits, '-' and '_'.")
    }
    let response: SaveWeightsResponse = try await connection.resultOf(
      "save_weights", SaveWeightsRequest(modelId: model.id, path: name, seqId: model.nextSequenceID()))
    return CheckpointReference(response.path)
  }

  /// Loads what `save` wrote, of any model of the same base and rank, with the optimizer's state.
  public func restore(_ checkpoint: CheckpointReference) async throws {
    try await load(checkpoint, optimizer: true)
  }

  /// Saves the present weights for sampling, and opens a sampler over them.
  ///
  /// Where samplers of a model take its weights' place at the server, the sampler is refused once a step was taken.
  public func sampler() async throws -> any Sampler {
    let response: SaveWeightsForSamplerResponse = try await connection.resultOf(
      "save_weights_for_sampler",
      SaveWeightsForSamplerRequest(
        modelId: model.id, samplingSessionSeqId: await model.session.nextSampler(), seqId: model.nextSequenceID()))
    var name = response.samplingSessionId
    if name == nil, let path = response.path {
      name = try await model.session.createSamplingSession(modelPath: path)
    }
    guard let name else {
      throw BackendError(.badResponse, "\(connection.server) saved weights for sampling and does not say where.")
    }
    return TinkerSampler(name, session: model.session, model: model)
  }

  /// Loads weights, with the optimizer's state or without it.
  func load(_ checkpoint: CheckpointReference, optimizer: Bool) async throws {
    model.weightsWillChange()
    let _: EmptyResponse = try await connection.resultOf(
      "load_weights",
      LoadWeightsRequest(
        modelId: model.id, path: checkpoint.location, optimizer: optimizer, seqId: model.nextSequenceID()),
      isRepeatable: true)
  }

  /// Clears what an unloaded model left behind in the place of this one: a step that goes nowhere takes the gradients
  /// away, but into the optimizer's moments, so a checkpoint has to be loaded next.
  func clearInheritedGradients() async throws {
    guard dialect.leavesGradientsBehind else { return }
    try await optimizerStep(AdamParameters(learningRate: 0, maximumGradientNorm: 0))
  }

  /// Splits data so that every request stays small.
  static func chunks(_ data: [WireDatum]) -> [[WireDatum]] {
    var chunks: [[WireDatum]] = []
    var bytes = 0
    for datum in data {
      let size = datum.estimatedBytes
      if chunks.isEmpty || chunks[chunks.count - 1].count == largestChunk.data || bytes + size > largestChunk.bytes {
        chunks.append([])
        bytes = 0
      }
      chunks[chunks.count - 1].append(datum)
      bytes += size
    }
    return chunks
  }

  private static func check(_ datum: Datum, index: Int, for loss: Loss) throws {
    var arrays = [("targets", datum.targets.map(Float.init)), ("weights", datum.weights)]
    if loss.kind != .crossEntropy {
      arrays.append(("advantages", datum.advantages))
      arrays.append(("sampler log-probabilities", datum.samplerLogProbabilities))
    }
    for (name, values) in arrays {
      guard values.count == datum.tokens.count, !values.isEmpty else {
        throw BackendError(
          .misalignedDatum,
          "Datum \(index) has \(values.count) \(name) for \(datum.tokens.count) tokens; the loss \(loss.kind.rawValue) "
            + "needs one for every token.")
      }
      if let position = values.firstIndex(where: { !$0.isFinite }) {
        throw BackendError(
          .misalignedDatum, "Datum \(index) has \(values[position]) among its \(name) at position \(position).")
      }
    }
  }
}
