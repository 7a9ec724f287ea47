import Audit
import Environments
import Foundation
import ModelBackend

/// Audits every checkpoint of a running job, each as soon as it is whole.
///
///     let watch = try AuditWatch(configuration, of: "out/", in: workspace)
///     try await watch.run(until: stop, unaudited: { … }) { checkpoint, outcome in … }
///
/// All checkpoints belong to one audit, so that its report shows when a gap came, and only the new one is asked. What was
/// audited before stays in the report also where the job has removed the checkpoint since.
public struct AuditWatch: Sendable {
  /// A look comes at the latest so long after somebody asked to stop.
  private static let shortestPause = Duration.milliseconds(100)

  private let configuration: AuditConfiguration
  private let job: String
  private let workspace: Workspace
  private let factory: ModelFactory
  private let interval: Duration
  private let patience: Duration?

  /// Prepares to watch.
  ///
  /// - Parameters:
  ///   - configuration: what is asked of every checkpoint; its models are those that come.
  ///   - job: a directory that checkpoints are written to, or the address of an endpoint, `http://host/v1`.
  ///   - interval: the time between two looks.
  ///   - patience: after so long without a new checkpoint the watch ends; never where it is `nil`.
  /// - Throws: `AuditError`, `PromptFileError` or `SettingsError` where no checkpoint could be audited.
  public init(
    _ configuration: AuditConfiguration, of job: String, in workspace: Workspace, interval: Duration = .seconds(10),
    patience: Duration? = nil
  ) throws {
    try self.init(
      configuration, of: job, in: workspace, interval: interval, patience: patience,
      factory: ModelFactory(workspace: workspace, settings: configuration.endpoint))
  }

  package init(
    _ configuration: AuditConfiguration, of job: String, in workspace: Workspace, interval: Duration,
    patience: Duration?, factory: ModelFactory
  ) throws {
    guard !configuration.prompts.isEmpty else {
      throw AuditError(
        .incomplete, "name a file of prompts with --prompts: what every checkpoint that comes is to be asked")
    }
    _ = try PromptFile.prompts(contentsOf: configuration.file(configuration.prompts))
    self.configuration = configuration
    self.job = job
    self.workspace = workspace
    self.interval = interval
    self.patience = patience
    self.factory = factory
  }

  /// Watches until `stop`, or until patience runs out.
  ///
  /// - Parameters:
  ///   - unaudited: is told of a checkpoint that cannot be audited; the watch goes on.
  ///   - audited: is given every checkpoint with the audit of all so far.
  /// - Returns: the last audit; `nil` where no checkpoint came.
  @discardableResult
  public func run(
    reporting reporter: any ProgressReporter = SilentProgress(), until stop: StopRequest = StopRequest(),
    unaudited: (WatchedCheckpoint, any Error) -> Void = { _, _ in },
    _ audited: (WatchedCheckpoint, AuditOutcome) async throws -> Void
  ) async throws -> AuditOutcome? {
    var models = try await formerModels()
    var last: AuditOutcome?
    do {
      for try await checkpoint in watch(until: stop) {
        do {
          let model = try await model(of: checkpoint)
          let known = Self.ordered(models.filter { $0.name != model.name } + [model])
          let outcome = try await audit(known, reporting: reporter, until: stop)
          models = known
          last = outcome
          try await audited(checkpoint, outcome)
          if outcome.ending == .stopped { return outcome }
          if case .budgetExhausted = outcome.ending { return outcome }
        } catch let error where Self.concernsOneCheckpoint(error) {
          unaudited(checkpoint, error)
        }
      }
    } catch is CancellationError where stop.isRequested {
      return last
    }
    return last
  }

  /// In the order of training, as far as names tell it: a large checkpoint may become whole after a later one.
  private static func ordered(_ models: [AuditedModel]) -> [AuditedModel] {
    models.enumerated().sorted {
      let (first, second) = (WatchedCheckpoint.step(in: $0.element.name), WatchedCheckpoint.step(in: $1.element.name))
      return (first ?? .max, $0.offset) < (second ?? .max, $1.offset)
    }.map(\.element)
  }

  /// Whether the next checkpoint may fare better.
  private static func concernsOneCheckpoint(_ error: any Error) -> Bool {
    if let error = error as? AuditError { return error.code == .unanswered }
    return (error as? BackendError).map { !$0.endsAudit } ?? false
  }

  private func audit(
    _ models: [AuditedModel], reporting reporter: any ProgressReporter, until stop: StopRequest
  ) async throws -> AuditOutcome {
    var configuration = configuration
    configuration.name = name
    configuration.models = models.map(\.reference)
    let run = try await AuditRun(configuration, of: models, in: workspace, factory: factory)
    return try await run.execute(reporting: reporter, until: stop)
  }

  /// One for all checkpoints of a job.
  private var name: String {
    guard configuration.name.isEmpty else { return configuration.name }
    return "watch-\(AnswerKey(of: [location, configuration.prompts]).hexadecimal.prefix(8))"
  }

  private var isEndpoint: Bool { job.contains("://") }

  /// The job as it is the same wherever the command is given.
  private var location: String {
    isEndpoint ? job : URL(filePath: job, directoryHint: .isDirectory).absoluteURL.standardizedFileURL.path
  }

  private func model(of checkpoint: WatchedCheckpoint) async throws -> AuditedModel {
    let reference =
      switch checkpoint.location {
      case .directory(let url): url.path
      case .model(let name): "\(job)#\(name)"
      }
    guard var model = try await factory.models(reference).first else {
      throw AuditError(.mismatched, "\(reference) is no model")
    }
    model.name = checkpoint.id
    return model
  }

  /// What an earlier watch of the same job has audited and is no longer there: its answers are.
  private func formerModels() async throws -> [AuditedModel] {
    let file = workspace.audit(name).ledger
    guard !isEndpoint, FileManager.default.fileExists(atPath: file.path) else { return [] }
    let ledger = try AuditLedger(existing: file)
    return try await ledger.record().checkpoints.filter { !FileManager.default.fileExists(atPath: $0.reference) }.map {
      checkpoint in
      AuditedModel(reference: checkpoint.reference, name: checkpoint.name, identity: checkpoint.identity) {
        throw AuditError(.unanswered, "\(checkpoint.reference) is no longer there")
      }
    }
  }

  private func watch(until stop: StopRequest) -> CheckpointWatch {
    let looks = patience.map { max(1, Int(($0 / interval).rounded(.up))) }
    let pause: @Sendable () async throws -> Void = { [interval] in
      let end = ContinuousClock.now + interval
      while ContinuousClock.now < end {
        if stop.isRequested { throw CancellationError() }
        try await Task.sleep(for: min(Self.shortestPause, end - .now))
      }
    }
    guard isEndpoint else {
      return CheckpointWatch(
        directory: URL(filePath: job, directoryHint: .isDirectory), looksWithoutNews: looks, pause: pause)
    }
    return CheckpointWatch(
      models: { [factory, configuration, job] in
        try await factory.servers.models(at: job, configuration.endpoint)
      }, looksWithoutNews: looks, pause: pause)
  }
}
