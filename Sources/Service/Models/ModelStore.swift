import Experiments
import Foundation
import LocalEngine
import Logging
import ModelBackend

/// The models that are served: those that were named at the start, and checkpoints of runs, which are opened when
/// somebody asks for them and closed again for others.
public actor ModelStore {
  private let workspace: Workspace
  private let logger = Logger(label: "titer")
  nonisolated let threadCount: Int
  private let memory: Int
  /// How many checkpoints of runs may be open at a time.
  private let capacity: Int
  private var given: [ServedModel] = []
  /// Checkpoints of runs and adapters that were trained here, the one that was asked for last at the end.
  private var opened: [(key: Key, model: Task<ServedModel, any Error>)] = []
  private var isStopping = false

  /// What is opened and closed again.
  private enum Key: Hashable {
    case checkpoint(String)
    case adapters(String)
  }

  /// Creates a store without models.
  ///
  /// - Parameters:
  ///   - workspace: where the runs lie.
  ///   - capacity: how many of their checkpoints, and of the adapters trained here, may be open at a time.
  ///   - threadCount: the threads of each model; sixteen completions are drawn at a time on each.
  ///   - memory: bytes that the keys and values of each model may take.
  public init(
    workspace: Workspace, capacity: Int = 4, threadCount: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Int = Int(ProcessInfo.processInfo.physicalMemory / 4)
  ) {
    self.workspace = workspace
    self.capacity = capacity
    self.threadCount = threadCount
    self.memory = memory
  }

  /// Opens a model that stays.
  ///
  /// - Parameters:
  ///   - name: a run's checkpoint, or a directory of the Hugging Face kind.
  ///   - alias: what requests call it; by default the directory's name, and of a checkpoint its own.
  /// - Throws: what says why there is no such model, or none that can be served.
  public func open(_ name: String, as alias: String? = nil) async throws {
    let isDirectory = FileManager.default.fileExists(atPath: name)
    let directory: URL
    if isDirectory {
      directory = URL(filePath: name, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
    } else {
      directory = try await Self.directory(ofCheckpoint: name, in: workspace)
    }
    let alias = alias ?? (isDirectory ? directory.lastPathComponent : name)
    if given.contains(where: { $0.name == alias }) {
      throw ServiceError(
        .internalServerError, .misconfigured,
        "Two models are called '\(alias)'. Give one another name: --model NAME=\(name).")
    }
    given.append(
      try await Self.offTheTasks { [threadCount, memory] in
        try ServedModel(alias, at: directory, threadCount: threadCount, memory: memory)
      })
  }

  /// The models that were named at the start, and the checkpoints that are open.
  func models() async -> [ServedModel] {
    await given + openedModels { if case .checkpoint = $0 { true } else { false } }
  }

  /// Requests that are being met.
  var requestCount: Int {
    get async { await (given + openedModels()).reduce(0) { $0 + $1.sampler.requestCount } }
  }

  private func openedModels(where isMeant: (Key) -> Bool = { _ in true }) async -> [ServedModel] {
    var models: [ServedModel] = []
    for (key, task) in opened where isMeant(key) {
      if let model = try? await task.value { models.append(model) }
    }
    return models
  }

  /// The model of a name.
  ///
  /// - Parameter name: `nil` where the request names none, which is enough where one was named at the start.
  /// - Throws: `ServiceError` where there is none.
  func model(_ name: String?) async throws -> ServedModel {
    if isStopping { throw Self.stopping }
    guard let name else {
      guard let only = given.first, given.count == 1 else {
        throw ServiceError.invalid("model", "is missing. GET /v1/models lists what there is.")
      }
      return only
    }
    if let model = given.first(where: { $0.name == name }) { return model }
    do {
      return try await checkpoint(name)
    } catch let error as ServiceError {
      throw error
    } catch let error as RunError {
      throw ServiceError(
        .notFound, .modelNotFound, "There is no model '\(name.prefix(200))': \(error)", parameter: "model")
    } catch {
      // What lies beneath names files, which are the log's business.
      logger.error("a checkpoint cannot be opened", metadata: ["model": "\(name)", "error": "\(error)"])
      throw ServiceError(
        .notFound, .modelNotFound,
        "The model '\(name.prefix(200))' cannot be opened; the service's log says why. Name another.",
        parameter: "model")
    }
  }

  /// The model of a name, and without one the first: endpoints that only count tokens are often asked without.
  func firstModel(_ name: String?) async throws -> ServedModel {
    if name == nil, let first = given.first { return first }
    return try await model(name)
  }

  /// Takes no more requests.
  func refuse() { isStopping = true }

  /// Ends everything that is being drawn.
  func close() async {
    refuse()
    for model in await given + openedModels() { model.sampler.close(Self.stopping) }
  }

  private static let stopping = ServiceError(
    .serviceUnavailable, .shuttingDown, "The service is stopping. Ask again when it is back.")

  /// A model with adapters, which is opened where it is not, and closed again for others.
  ///
  /// - Parameters:
  ///   - name: what no other adapters have.
  ///   - read: gives the adapters, over the weights of `base`.
  func adapted(
    _ name: String, over base: ServedModel, _ read: @escaping @Sendable () throws -> LocalCheckpoint
  ) async throws -> ServedModel {
    if isStopping { throw Self.stopping }
    let key = Key.adapters(name)
    if let model = try await find(key) { return model }
    return try await open(key) { [threadCount, memory] in
      ServedModel(name, try read(), over: base, threadCount: threadCount, memory: memory)
    }
  }

  private func checkpoint(_ name: String) async throws -> ServedModel {
    let key = Key.checkpoint(name)
    if let model = try await find(key) { return model }
    let directory = try await Self.directory(ofCheckpoint: name, in: workspace)
    return try await open(key) { [threadCount, memory] in
      try ServedModel(name, at: directory, threadCount: threadCount, memory: memory)
    }
  }

  /// What is open already, or being opened.
  private func find(_ key: Key) async throws -> ServedModel? {
    guard let place = opened.firstIndex(where: { $0.key == key }) else { return nil }
    let found = opened.remove(at: place)
    opened.append(found)
    return try await found.model.value
  }

  private func open(_ key: Key, _ read: @escaping @Sendable () throws -> ServedModel) async throws -> ServedModel {
    // Somebody else may have asked for it meanwhile.
    if let found = opened.first(where: { $0.key == key }) { return try await found.model.value }
    if opened.count >= capacity { try await closeOne() }
    let task = Task { try await Self.offTheTasks(read) }
    opened.append((key, task))
    do {
      let model = try await task.value
      if isStopping { model.sampler.close(Self.stopping) }
      return model
    } catch {
      opened.removeAll { $0.key == key }
      throw error
    }
  }

  /// Makes room: closes the checkpoint that nobody has asked for longest, of those that nobody waits for.
  private func closeOne() async throws {
    for (key, task) in opened {
      guard let model = try? await task.value else { continue }
      if model.sampler.requestCount > 0 { continue }
      opened.removeAll { $0.key == key }
      model.sampler.close()
      return
    }
    throw ServiceError(
      .tooManyRequests, .tooManyRequests,
      "\(capacity) checkpoints are in use, and no more are opened at a time. Try again when they are done.",
      headers: [.retryAfter: "5"])
  }

  /// Reading weights takes a thread for seconds, which the tasks that answer requests need.
  private static func offTheTasks<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
  }

  /// A request's own words come here: they name a run, and never a path.
  private static func directory(ofCheckpoint name: String, in workspace: Workspace) async throws -> URL {
    let selection = try await ModelSelection(ofRun: name, in: workspace)
    return URL(filePath: selection.checkpoint.location, directoryHint: .isDirectory)
  }
}
