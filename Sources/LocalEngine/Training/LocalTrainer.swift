import Foundation
import ModelBackend

/// Trains a Qwen3 model, or adapters over one, on the machine's own processors.
///
///     let checkpoint = try LocalCheckpoint(contentsOf: base)
///     let trainer = try LocalTrainer(checkpoint, at: base, savingTo: runDirectory)
///     try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
///     try await trainer.optimizerStep(AdamParameters(learningRate: 1e-3, gradientDivisor: Float(tokens)))
///
/// A seed gives the same bytes for any number of threads. Reductions are sums, as in Tinker's API.
public actor LocalTrainer: Trainer {
  public nonisolated let capabilities = Capabilities(
    reduction: .sum, losses: Set(Loss.Kind.allCases), supportsKLInLoss: true, supportsFullFinetuning: true,
    isDeterministic: true)

  private var accumulation: GradientAccumulation
  private let base: URL?
  private let companions: [String: Data]
  private let directory: URL
  private let pool: WorkerPool

  /// Starts from a checkpoint's weights, without an optimizer's state; `restore` takes that up too.
  ///
  /// - Parameters:
  ///   - checkpoint: a model, or adapters over one. Without `lora` its adapters are merged into what is trained.
  ///   - lora: trains adapters of this shape over frozen weights. Where the checkpoint has adapters they are trained
  ///     on, and have to be of this shape.
  ///   - location: the directory that the checkpoint was read from, which saved adapters name as their base.
  ///   - directory: where `save` puts its directories.
  ///   - pool: the threads to work on.
  /// - Throws: `BackendError` of code `unsupported` for adapters that the model cannot have, `mismatchedCheckpoint`
  ///   for adapters of another shape.
  public init(
    _ checkpoint: LocalCheckpoint, lora: LoRAConfiguration? = nil, at location: URL? = nil, savingTo directory: URL,
    pool: WorkerPool = .shared
  ) throws {
    let state: TrainingState
    if let lora {
      if let adapters = checkpoint.adapters {
        try Self.check(adapters.configuration, against: lora)
        state = TrainingState(base: checkpoint.weights, adapters: adapters)
      } else {
        state = TrainingState(
          base: checkpoint.weights,
          adapters: try LoRAWeights(random: lora, for: checkpoint.weights.configuration))
      }
      base = checkpoint.base ?? location
    } else {
      state = TrainingState(weights: checkpoint.mergedWeights)
      base = nil
    }
    accumulation = GradientAccumulation(state, pool: pool)
    companions = checkpoint.companions
    self.directory = directory
    self.pool = pool
  }

  /// Adds the gradient of `loss` over `data` to the accumulated gradient.
  ///
  /// The output's `sums` run over the positions of nonzero weight, each counted once whatever its weight:
  ///
  /// | name | sum of |
  /// |---|---|
  /// | `positions` | one |
  /// | `weight` | the weights |
  /// | `entropy` | the entropy of the predicted distribution, in nats |
  /// | `ratio` | exp(logprob − samplerLogprob), not for `crossEntropy` |
  /// | `logp_difference` | \|logprob − samplerLogprob\|, not for `crossEntropy` |
  /// | `clip_low` | one where ratio < `clipLow` and the advantage is negative, for `ppo` and `cispo` |
  /// | `clip_high` | one where ratio > `clipHigh` and the advantage is positive, for `ppo` and `cispo` |
  /// | `kl` | the k3 estimator against the reference (without β), where `klCoefficient` is not zero |
  ///
  /// - Throws: `BackendError` for an unknown token, a datum whose arrays do not align or hold numbers that are not
  ///   finite, or a sequence longer than the model reads; nothing is accumulated then.
  @discardableResult
  public func forwardBackward(_ data: [Datum], loss: Loss) throws -> ForwardBackwardOutput {
    try accumulation.add(data, loss: loss)
  }

  /// `forwardBackward(_:loss:)` where positions of weight zero may get their log-probabilities too; they count in no
  /// sum.
  @discardableResult
  public func forwardBackward(_ data: [Datum], loss: Loss, scoringAll: Bool) throws -> ForwardBackwardOutput {
    try accumulation.add(data, loss: loss, scoringAll: scoringAll)
  }

  /// What `forwardBackward` reports, with the log-probabilities of all positions and without any gradient.
  public func forward(_ data: [Datum], loss: Loss) throws -> ForwardBackwardOutput {
    try accumulation.score(data, loss: loss)
  }

  /// Divides the accumulated gradient, clips its norm, takes a step of AdamW and clears the gradient.
  @discardableResult
  public func optimizerStep(_ parameters: AdamParameters) -> OptimizerStepOutput {
    accumulation.step(parameters)
  }

  /// Writes a checkpoint to a directory `name` beside the others. The accumulated gradient is no part of it.
  public func save(_ name: String, contents: CheckpointContents) throws -> CheckpointReference {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/") else {
      throw BackendError(.cannotWrite, "\"\(name)\" cannot name a checkpoint; use a name without slashes.")
    }
    let url = directory.appendingPathComponent(name)
    try checkpoint(contents).write(to: url)
    return CheckpointReference(url.path)
  }

  /// The present state, which later steps do not change. Its weights share memory with the base model's.
  public func checkpoint(_ contents: CheckpointContents) -> LocalCheckpoint {
    let state = accumulation.state
    return LocalCheckpoint(
      weights: state.adapted?.base ?? state.weights, adapters: state.adapted?.adapters,
      optimizer: contents == .weights ? nil : state.optimizer, base: base, companions: companions)
  }

  /// Goes on from a checkpoint of the same shape; an accumulated gradient is forgotten. Without an optimizer's state in
  /// the checkpoint the optimizer begins anew.
  public func restore(_ checkpoint: CheckpointReference) throws {
    try restore(
      LocalCheckpoint(contentsOf: URL(fileURLWithPath: checkpoint.location)), named: checkpoint.location)
  }

  /// Goes on from a checkpoint of the same shape that was read already.
  ///
  /// - Parameter name: what errors call it.
  public func restore(_ stored: LocalCheckpoint, named name: String) throws {
    guard stored.weights.configuration == accumulation.state.weights.configuration else {
      throw BackendError(
        .mismatchedCheckpoint,
        "\(name) holds a model of another configuration than the one in training; restore one that this run "
          + "saved.")
    }
    switch (accumulation.state.adapted, stored.adapters) {
    case (let adapted?, let adapters?):
      try Self.check(adapters.configuration, against: adapted.adapters.configuration)
      accumulation.restore(TrainingState(base: stored.weights, adapters: adapters, optimizer: stored.optimizer))
    case (nil, nil):
      accumulation.restore(TrainingState(weights: stored.weights, optimizer: stored.optimizer))
    case (.some, nil):
      throw BackendError(
        .mismatchedCheckpoint, "\(name) has no adapters, but adapters are trained here.")
    case (nil, .some):
      throw BackendError(
        .mismatchedCheckpoint, "\(name) has adapters, but all weights are trained here.")
    }
  }

  /// A sampler over the present weights, adapters merged; they are shared until the next step changes them.
  public func sampler() -> any Sampler {
    LocalSampler(LocalCheckpoint(weights: accumulation.state.weights, companions: companions), pool: pool)
  }

  private static func check(_ stored: LoRAConfiguration, against wanted: LoRAConfiguration) throws {
    if stored.rank != wanted.rank || stored.alpha != wanted.alpha
      || Set(stored.targetModules) != Set(wanted.targetModules)
    {
      throw BackendError(
        .mismatchedCheckpoint,
        "The checkpoint's adapters have rank \(stored.rank), alpha \(stored.alpha) and targets "
          + "\(stored.targetModules.sorted().joined(separator: ", ")); asked for are rank \(wanted.rank), alpha "
          + "\(wanted.alpha) and \(wanted.targetModules.sorted().joined(separator: ", ")). Ask for the same.")
    }
  }
}
