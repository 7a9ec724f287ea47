import Foundation
import LocalEngine
import Logging
import ModelBackend
import TinkerBackend

/// A model that is being trained, and what it has been asked to do: each thing once, in the order of the numbers that
/// the client gave, whatever order the requests came in.
actor TrainedModel {
  nonisolated let run: TrainingRun
  /// The session of the client, without which the model goes.
  nonisolated let session: String
  private let base: ServedModel
  private let place: TrainingPlace
  private var trainer: LocalTrainer?
  /// The number of what is done next; 0 is the creation.
  private var next = 0
  /// The largest number that has come.
  private var last = -1
  private var waiting: [Int: TrainingWork] = [:]
  private var bytes = 0
  private var worker: Task<Void, Never>?
  private var isClosed = false
  private(set) var lastRequest = Date.now

  private let logger = Logger(label: "titer")

  /// What may wait at a time, but for what is next, which always may.
  private static let mostWaiting = 1_024
  private static let mostBytes = 256 << 20

  init(_ run: TrainingRun, session: String, over base: ServedModel, at place: TrainingPlace) {
    self.run = run
    self.session = session
    self.base = base
    self.place = place
  }

  /// The name of the promise for a number.
  nonisolated func promise(_ number: Int) -> String { Self.promise(number, of: run.id) }

  static func promise(_ number: Int, of model: String) -> String { "\(model):\(number)" }

  /// Takes something to do.
  ///
  /// - Parameter number: where it stands; `nil` for behind all that is known.
  /// - Returns: the name of its promise: the same for what comes twice.
  /// - Throws: `ServiceError` where the model is gone, or too much waits.
  func add(_ work: TrainingWork, number: Int?) async throws -> String {
    if isClosed { throw Self.gone(run.id) }
    lastRequest = .now
    let number = number ?? max(next, last + 1)
    let promise = promise(number)
    if number < next {
      guard await place.promises.contains(promise) else {
        throw ServiceError(
          .gone, .gone, "Request \(number) of \(run.id) was answered, and its result is no longer kept.")
      }
      return promise
    }
    if number > next, waiting.count >= Self.mostWaiting || bytes + work.size > Self.mostBytes || isFar(number) {
      throw ServiceError(
        .tooManyRequests, .tooManyRequests,
        "\(waiting.count) requests of \(run.id) wait for request \(next). Try again when some are done.",
        headers: [.retryAfter: "1"])
    }
    last = max(last, number)
    guard await place.promises.begin(promise) else { return promise }
    if isClosed {
      await place.promises.settle(promise, .failure(.init(CancellationError())))
      return promise
    }
    waiting[number] = work
    bytes += work.size
    begin()
    return promise
  }

  /// Lets a number pass whose request was refused.
  func skip(_ number: Int) {
    if isClosed || number < next || waiting[number] != nil || isFar(number) { return }
    if waiting.count >= Self.mostWaiting, number > next { return }
    last = max(last, number)
    waiting[number] = .nothing
    bytes += TrainingWork.nothing.size
    begin()
  }

  /// Ends the model: what it was asked and has not done fails.
  func close() async {
    if isClosed { return }
    isClosed = true
    worker?.cancel()
    for number in waiting.keys.sorted() {
      await place.promises.settle(promise(number), .failure(.init(CancellationError())))
    }
    waiting = [:]
    trainer = nil
  }

  static func gone(_ id: String) -> ServiceError {
    ServiceError(
      .notFound, .modelNotFound,
      "The model '\(id.prefix(200))' is not loaded: it was unloaded, its session ended, or the service was restarted. "
        + "Create one and load a checkpoint.")
  }

  private func isFar(_ number: Int) -> Bool { number - next > 65_536 }

  private func begin() {
    if worker == nil, !isClosed, waiting[next] != nil { worker = Task { await work() } }
  }

  private func work() async {
    while !isClosed, let work = waiting[next] {
      let number = next
      if case .nothing = work {
      } else {
        let result = await result(of: work)
        await place.promises.settle(promise(number), result)
        switch (work, result) {
        case (.unload, _), (.create, .failure): await place.unload(run.id)
        default: break
        }
      }
      waiting[number] = nil
      bytes -= work.size
      next = number + 1
    }
    worker = nil
    begin()
  }

  private func result(of work: TrainingWork) async -> PromisedResult {
    do {
      return .value(
        try await place.turns.take(.training) {
          try await withTaskExecutorPreference(self.place.thread) { try await self.perform(work) }
        })
    } catch {
      let failure = PromisedResult.Failure(error)
      if failure.category == .server, !(error is CancellationError) {
        logger.error("a model failed", metadata: ["model": "\(run.id)", "error": "\(error)"])
      }
      return .failure(failure)
    }
  }

  private func perform(_ work: TrainingWork) async throws -> any PromisedValue {
    switch work {
    case .create(let origin): return try await create(from: origin)
    case .forward(let data, let loss):
      return try ForwardBackwardResponse(finite: try await loaded.forward(data, loss: loss))
    case .forwardBackward(let data, let loss):
      return try ForwardBackwardResponse(
        finite: try await loaded.forwardBackward(data, loss: loss, scoringAll: true))
    case .step(let parameters):
      let norm = try await loaded.optimizerStep(parameters).gradientNorm ?? 0
      guard norm.isFinite else {
        throw PromisedResult.Failure(
          message: "The gradient's norm is \(norm). Go on from a checkpoint with a lower learning rate.",
          category: .user)
      }
      return OptimizerStepResponse(metrics: ["grad_norm:mean": Double(norm)])
    case .save(let path, let record, let replaces):
      if !replaces, (try? place.shelf.record(of: path)) != nil {
        throw PromisedResult.Failure(
          message: "\(path) is there already. Choose another name, or save with overwrite.", category: .user)
      }
      try place.shelf.write(try await loaded.checkpoint(.weightsAndOptimizer), as: path, record)
      return SaveWeightsResponse(path: path.description)
    case .saveForSampling(let path, let record):
      try place.shelf.write(try await loaded.checkpoint(.weights), as: path, record)
      return SaveWeightsForSamplerResponse(path: path.description)
    case .keepForSampling(let name):
      await place.keep(try await loaded.checkpoint(.weights), name, run)
      return SaveWeightsForSamplerResponse(samplingSessionId: name)
    case .load(let path, let withOptimizer):
      try await load(path, withOptimizer: withOptimizer)
      return LoadWeightsResponse(path: path.description, modelId: run.id)
    case .unload:
      return ModelResponse(modelId: run.id, type: "unload_model")
    case .nothing:
      return ModelResponse(modelId: run.id, type: "nothing")
    }
  }

  private var loaded: LocalTrainer {
    get throws {
      guard let trainer else {
        throw PromisedResult.Failure(
          message: "The model \(run.id) is not loaded.", category: .user)
      }
      return trainer
    }
  }

  private func create(
    from origin: (path: TinkerPath, withOptimizer: Bool)?
  ) async throws -> any PromisedValue {
    guard let checkpoint = base.checkpoint else {
      throw PromisedResult.Failure(
        message: "'\(base.name)' is made of adapters itself, so none can be trained over it. Serve its base model.",
        category: .user)
    }
    try place.shelf.begin(run)
    trainer = try LocalTrainer(
      checkpoint, lora: run.lora, at: base.directory, savingTo: place.directory, pool: place.pool)
    guard let (path, withOptimizer) = origin else { return ModelResponse(modelId: run.id, type: "create_model") }
    do {
      try await load(path, withOptimizer: withOptimizer)
    } catch {
      trainer = nil
      throw error
    }
    return LoadWeightsResponse(path: path.description, modelId: run.id)
  }

  private func load(_ path: TinkerPath, withOptimizer: Bool) async throws {
    guard let model = base.checkpoint else { throw Self.gone(run.id) }
    var stored = try place.shelf.read(path, over: model, at: base.directory)
    if withOptimizer, stored.optimizer == nil {
      throw PromisedResult.Failure(
        message: "\(path) holds no optimizer's state. Load it without, or load what was saved with save_weights.",
        category: .user)
    }
    if !withOptimizer { stored.optimizer = nil }
    try await loaded.restore(stored, named: path.description)
  }
}
