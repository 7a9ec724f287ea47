import Experiments
import Foundation
import LocalEngine
import Logging
import ModelBackend
import TinkerBackend

/// The clients of Tinker's API, with the models that they train and the weights that they draw from.
actor TinkerSessions {
  nonisolated let models: ModelStore
  nonisolated let shelf: CheckpointShelf
  nonisolated let promises = PromiseStore()
  nonisolated let turns = ComputeTurns()
  private let patience: Duration
  private var sessions: [String: ClientSession] = [:]
  private var trained: [String: TrainedModel] = [:]
  private var samplers: [String: SamplingSession] = [:]
  /// Which sampling sessions draw from weights of a model that are kept in memory, the oldest first.
  private var kept: [String: [String]] = [:]
  private var logs: [String: CompletionLog] = [:]
  private var watch: Task<Void, Never>?
  private let thread = TrainingThread()
  private lazy var place = trainingPlace()
  private let directory: URL
  private let logger = Logger(label: "titer")

  private static let mostSessions = 256
  /// Models that are trained at a time, each of which takes twice the memory of its base model.
  private static let mostModels = 16
  /// Weights of a model that are kept in memory for drawing from.
  private static let mostKept = 8
  private static let mostSamplers = 16_384
  private static let mostLogs = 65_536

  init(_ models: ModelStore, workspace: Workspace, patience: Duration) {
    self.models = models
    self.patience = patience
    directory = workspace.url.appending(path: "tinker", directoryHint: .isDirectory)
    shelf = CheckpointShelf(directory)
  }

  deinit { watch?.cancel() }

  // MARK: Sessions

  /// Begins a session.
  func begin(_ userMetadata: [String: String]?) throws(ServiceError) -> ClientSession {
    guard sessions.count < Self.mostSessions else {
      throw ServiceError(
        .tooManyRequests, .tooManyRequests,
        "\(sessions.count) sessions are open. Try again when one has ended.", headers: [.retryAfter: "5"])
    }
    let session = ClientSession(id: UUID().uuidString.lowercased(), userMetadata: userMetadata)
    sessions[session.id] = session
    if watch == nil { watch = keepWatch() }
    return session
  }

  /// Notes a sign of life.
  ///
  /// - Throws: `ServiceError` where there is no such session, or none any more.
  @discardableResult
  func touch(_ id: String) throws(ServiceError) -> ClientSession {
    guard var session = sessions[id] else {
      throw ServiceError(
        .notFound, .gone,
        "There is no session '\(id.prefix(200))': it ended, nothing was heard of it for \(patience.components.seconds) s, "
          + "or the service was restarted. Begin a new one.")
    }
    session.lastSign = .now
    sessions[id] = session
    return session
  }

  /// The sessions that are open, the newest first.
  func list() -> [ClientSession] { sessions.values.sorted { ($1.created, $1.id) < ($0.created, $0.id) } }

  /// Ends a session, and frees its models and what it draws from.
  func end(_ id: String) async {
    guard let session = sessions.removeValue(forKey: id) else { return }
    for name in session.samplers { forgetSampler(name) }
    for model in session.models { await unload(model) }
  }

  // MARK: Models

  /// The model of a name, of which something is asked now.
  ///
  /// - Throws: `ServiceError` where it is not loaded.
  func model(_ id: String) throws(ServiceError) -> TrainedModel {
    guard let model = trained[id] else { throw TrainedModel.gone(id) }
    try touch(model.session)
    return model
  }

  /// The model of a name, whatever it is looked at for; `nil` where it is not loaded.
  func loaded(_ id: String) -> TrainedModel? { trained[id] }

  /// Creates a model of a session.
  ///
  /// - Parameters:
  ///   - number: which of the session's models it is; asked for again, it is the same.
  ///   - lora: its adapters over `base`.
  ///   - origin: the checkpoint that it begins with.
  /// - Returns: the name of the promise, and the model's own.
  func create(
    _ number: Int, of session: String, over base: ServedModel, lora: LoRAConfiguration,
    from origin: (path: TinkerPath, withOptimizer: Bool)? = nil, userMetadata: [String: String]?
  ) async throws -> (promise: String, model: String) {
    try touch(session)
    guard (0...1_000_000).contains(number) else {
      throw ServiceError.invalid("model_seq_id", "has to be a whole number from 0 to 1000000.")
    }
    let id = "\(session):train:\(number)"
    if await promises.contains(TrainedModel.promise(0, of: id)) || trained[id] != nil {
      return (TrainedModel.promise(0, of: id), id)
    }
    guard trained.count < Self.mostModels else {
      throw ServiceError(
        .tooManyRequests, .tooManyRequests,
        "\(trained.count) models are being trained, and no more are at a time. Unload one, or end its session.",
        headers: [.retryAfter: "5"])
    }
    let run = TrainingRun(
      id: id, baseModel: base.name, baseDirectory: base.directory.path, lora: lora, created: .now,
      userMetadata: userMetadata)
    let model = TrainedModel(run, session: session, over: base, at: place)
    trained[id] = model
    sessions[session]?.models.insert(id)
    return (try await model.add(.create(from: origin), number: 0), id)
  }

  /// Lets a model go.
  func unload(_ id: String) async {
    guard let model = trained.removeValue(forKey: id) else { return }
    sessions[model.session]?.models.remove(id)
    kept[id] = nil
    await model.close()
  }

  /// The base model that a model was trained over.
  ///
  /// - Parameter name: what the client calls it; `nil` for as it was called when the model was created.
  /// - Throws: `ServiceError` where it is not served, or is another.
  nonisolated func base(of run: TrainingRun, named name: String?) async throws -> ServedModel {
    let place = URL(filePath: run.baseDirectory).resolvingSymlinksInPath().path
    func isMeant(_ model: ServedModel) -> Bool {
      model.name == run.baseModel || model.directory.resolvingSymlinksInPath().path == place
    }
    if let name {
      let model = try await models.model(name)
      if isMeant(model) { return model }
      throw ServiceError.invalid("base_model", "is '\(model.name)', and \(run.id) was trained over '\(run.baseModel)'.")
    }
    if let model = await models.models().first(where: isMeant) { return model }
    do {
      return try await models.model(run.baseModel)
    } catch {
      throw ServiceError(
        .notFound, .modelNotFound,
        "\(run.id) was trained over '\(run.baseModel)', which is not served. Start the service with --model "
          + "\(run.baseModel)=DIRECTORY.")
    }
  }

  // MARK: Sampling

  /// Names a sampling session of a session by its number.
  static func samplerName(_ session: String, _ number: Int) -> String { "\(session):sample:\(number)" }

  /// Begins a sampling session; asked for again, it is the same.
  func beginSampling(
    _ number: Int, of session: String, from weights: SamplingSession.Weights, over baseModel: String
  ) throws(ServiceError) -> SamplingSession {
    try touch(session)
    let name = Self.samplerName(session, number)
    if let known = samplers[name] { return known }
    guard samplers.count < Self.mostSamplers else {
      throw ServiceError(
        .tooManyRequests, .tooManyRequests, "\(samplers.count) sampling sessions are open. End a session.",
        headers: [.retryAfter: "5"])
    }
    let sampler = SamplingSession(id: name, session: session, baseModel: baseModel, weights: weights)
    samplers[name] = sampler
    sessions[session]?.samplers.insert(name)
    return sampler
  }

  /// The sampling session of a name.
  ///
  /// - Throws: `ServiceError` where there is none.
  func sampler(_ name: String) throws(ServiceError) -> SamplingSession {
    guard let sampler = samplers[name] else {
      throw ServiceError(
        .notFound, .modelNotFound,
        "There is no sampling session '\(name.prefix(200))'. Weights that have no name are kept as long as their model is "
          + "loaded, the last \(Self.mostKept) of each; save them under a name to draw from them later.")
    }
    return sampler
  }

  /// What is done of a sampling session's requests.
  ///
  /// - Parameter clone: which of its clients asks.
  func log(_ sampler: String, clone: Int) -> CompletionLog {
    let key = "\(sampler)/\(clone)"
    if let log = logs[key] { return log }
    let log = CompletionLog()
    // One for each clone of a client that draws; what is beyond has none that is kept.
    if logs.count < Self.mostLogs { logs[key] = log }
    return log
  }

  private func keep(_ weights: LocalCheckpoint, for name: String, of run: TrainingRun) async {
    guard let model = trained[run.id], samplers[name] == nil else { return }
    samplers[name] = SamplingSession(
      id: name, session: model.session, baseModel: run.baseModel, weights: .kept(weights))
    sessions[model.session]?.samplers.insert(name)
    kept[run.id, default: []].append(name)
    while let oldest = kept[run.id]?.first, kept[run.id]?.count ?? 0 > Self.mostKept {
      kept[run.id]?.removeFirst()
      sessions[model.session]?.samplers.remove(oldest)
      forgetSampler(oldest)
    }
  }

  private func forgetSampler(_ name: String) {
    samplers[name] = nil
    for (key, log) in logs where key.hasPrefix(name + "/") {
      logs[key] = nil
      Task { await log.close() }
    }
  }

  // MARK: Ends

  /// Ends everything: nobody is kept waiting any more.
  func close() async {
    watch?.cancel()
    await promises.close()
    for log in logs.values { await log.close() }
    for id in Array(trained.keys) { await unload(id) }
  }

  /// Ends sessions that nothing is heard of, and deletes checkpoints that have outlived their time.
  private func keepWatch() -> Task<Void, Never> {
    Task { [weak self, patience] in
      while !Task.isCancelled {
        try? await Task.sleep(for: min(patience / 4, .seconds(30)))
        await self?.lookAround()
        if self == nil { return }
      }
    }
  }

  private func lookAround() async {
    let deadline = ContinuousClock.now - patience
    for session in sessions.values where session.lastSign < deadline {
      logger.info("a session has ended, nothing was heard of it", metadata: ["session": "\(session.id)"])
      await end(session.id)
    }
    shelf.removeExpired()
  }

  private func trainingPlace() -> TrainingPlace {
    TrainingPlace(
      promises: promises, turns: turns, thread: thread, shelf: shelf,
      pool: WorkerPool(threadCount: models.threadCount), directory: directory,
      keep: { [weak self] in await self?.keep($0, for: $1, of: $2) },
      unload: { [weak self] in await self?.unload($0) })
  }
}
