import Language
import LocalEngine
import Logging
import ModelBackend

/// Draws what clients of Tinker's API ask for, each request once, and keeps the promises for it.
actor TinkerSampling {
  private let sessions: TinkerSessions
  private let bound: RequestBound
  /// What is under way, to be given up.
  private var tasks: [String: Task<Void, Never>] = [:]
  private var isClosed = false
  private let logger = Logger(label: "titer")

  init(_ sessions: TinkerSessions, bound: RequestBound) {
    self.sessions = sessions
    self.bound = bound
  }

  /// Begins to draw.
  ///
  /// - Parameters:
  ///   - answer: what is asked, and what will come of it.
  ///   - promise: the name of the promise: nothing is drawn where it was made before.
  ///   - log: where its end is noted.
  /// - Throws: `ServiceError` where too much is under way.
  func begin(
    _ answer: SampleAnswer, from sampler: SamplingSession, promise: String, noting log: CompletionLog?
  ) async throws {
    if await sessions.promises.contains(promise) { return }
    let place = try bound.enter()
    if isClosed { throw CancellationError() }
    guard await sessions.promises.begin(promise) else { return }
    tasks[promise] = Task {
      let result = await result(of: answer, from: sampler)
      withExtendedLifetime(place) {}
      tasks[promise] = nil
      await sessions.promises.settle(promise, result)
      var size: Int?
      if case .value(let value) = result { size = value.size }
      await log?.add(CompletionLog.Entry(request: promise, size: size))
    }
  }

  /// Gives a request up.
  func cancel(_ promise: String) { tasks[promise]?.cancel() }

  /// Gives everything up.
  func close() {
    isClosed = true
    for task in tasks.values { task.cancel() }
  }

  private func result(of answer: SampleAnswer, from sampler: SamplingSession) async -> PromisedResult {
    do {
      return .value(
        try await sessions.turns.take(.drawing(sampler.weightsName)) {
          let model = try await self.model(of: sampler)
          return try await Self.draw(answer, by: model)
        })
    } catch {
      let failure = PromisedResult.Failure(error)
      if failure.category == .server, !(error is CancellationError) {
        logger.error("drawing failed", metadata: ["sampler": "\(sampler.id)", "error": "\(error)"])
      }
      return .failure(failure)
    }
  }

  /// The model that a sampling session draws from, opened where it is not.
  private func model(of sampler: SamplingSession) async throws -> ServedModel {
    let base = try await sessions.models.model(sampler.baseModel)
    switch sampler.weights {
    case .base: return base
    case .kept(let weights): return try await sessions.models.adapted(sampler.weightsName, over: base) { weights }
    case .saved(let path):
      guard let checkpoint = base.checkpoint else {
        throw ServiceError.invalid("base_model", "'\(base.name)' is made of adapters itself.")
      }
      let shelf = sessions.shelf
      // What is saved under the name later is another model.
      let name = "\(path)#\(try shelf.record(of: path).id)"
      return try await sessions.models.adapted(name, over: base) {
        try shelf.read(path, over: checkpoint, at: base.directory)
      }
    }
  }

  private static func draw(_ answer: SampleAnswer, by model: ServedModel) async throws -> any PromisedValue {
    var answer = answer
    for try await event in try model.sampler.events(of: [answer.request]) { answer.take(event) }
    try Task.checkCancellation()
    return answer.whole
  }
}
