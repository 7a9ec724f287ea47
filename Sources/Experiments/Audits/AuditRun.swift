import Audit
import Environments
import Foundation
import ModelBackend
import Probes

/// An audit of models: asks what is not yet answered, has it judged, and says what it found.
///
///     let run = try await AuditRun(configuration, in: workspace)
///     let outcome = try await run.execute(reporting: progress, until: stop)
///
/// It can be killed at any instant: the same audit again goes on where it was. While the value lives no other process
/// can work on the audit.
public struct AuditRun: Sendable {
  public let configuration: AuditConfiguration
  public let directory: AuditDirectory
  public let ledger: AuditLedger
  let models: [AuditedModel]
  let design: AuditDesign
  let judges: [AuditJudge]
  private let lock: RunLock

  /// Prepares an audit; nothing is asked yet.
  ///
  /// - Throws: `SettingsError`, `PromptFileError`, `AuditError`, `RunError`, or the error of a model that cannot be found.
  public init(_ configuration: AuditConfiguration, in workspace: Workspace) async throws {
    try await self.init(
      configuration, in: workspace, factory: ModelFactory(workspace: workspace, settings: configuration.endpoint))
  }

  /// Prepares an audit of models that `factory` finds.
  package init(_ configuration: AuditConfiguration, in workspace: Workspace, factory: ModelFactory) async throws {
    let models = try await AuditPreparation.models(configuration, factory: factory)
    try await self.init(configuration, of: models, in: workspace, factory: factory)
  }

  /// Prepares an audit of models that were found before; `factory` finds the judges.
  init(
    _ configuration: AuditConfiguration, of models: [AuditedModel], in workspace: Workspace, factory: ModelFactory
  ) async throws {
    let preparation = try AuditPreparation(configuration, models: models)
    self.configuration = configuration
    self.models = preparation.models
    design = preparation.design
    judges = try await AuditJudge.all(configuration, world: preparation.world, factory: factory)
    directory = workspace.audit(configuration.name.isEmpty ? preparation.id : configuration.name)
    do {
      try FileManager.default.createDirectory(at: directory.url, withIntermediateDirectories: true)
    } catch {
      throw AuditError(
        .notWritable, "\(directory.url.path) cannot be written; make it writable or choose another --directory",
        cause: error)
    }
    lock = try RunLock(at: directory.lock)
    ledger = try AuditLedger(at: directory.ledger)
  }

  /// The number of questions over all models.
  public var questionCount: Int { design.count * models.count }

  /// Asks and judges what is missing.
  ///
  /// - Parameters:
  ///   - retriesMissing: asks again for answers and verdicts that could not be had.
  /// - Throws: `AuditError` with `unanswered` where a model or a judge does not answer at all.
  public func execute(
    retryingMissing retriesMissing: Bool = false, reporting reporter: any ProgressReporter = SilentProgress(),
    until stop: StopRequest = StopRequest()
  ) async throws -> AuditOutcome {
    try await begin()
    if retriesMissing { _ = try await ledger.forgetMissing() }
    let clock = ContinuousClock()
    let start = clock.now
    reporter.report(.runStarted(id: directory.id, directory: directory.url.path, stages: models.count))
    var ending = AuditOutcome.Ending.finished
    var drawn = 0
    for (index, model) in models.enumerated() {
      let progress = AuditProgress(
        model: model.name, number: index + 1, count: models.count, questions: design.count, reporter: reporter)
      let asking = AuditAsking(
        run: self, model: model, first: index * design.count, progress: progress, stop: stop)
      let result = try await asking.execute()
      drawn += result.drawn
      if result.ending != .finished { ending = result.ending }
      if result.ending != .finished, result.ending != .settled { break }
    }
    if ending == .finished || ending == .settled {
      try await ledger.finish(directory.id, at: Date())
      reporter.report(.runFinished(id: directory.id, seconds: (clock.now - start) / .seconds(1)))
    } else {
      reporter.report(.runStopped(id: directory.id))
    }
    try await ledger.consolidate()
    let progress = try await ledger.progress()
    return AuditOutcome(
      ending: ending, directory: directory, ledger: ledger,
      analysis: AuditAnalysis(
        try await ledger.table(), checkpoints: models.map(\.name), options: configuration.options),
      asked: progress.asked, questions: progress.questions, drawn: drawn)
  }

  /// The room for an answer.
  func maximumTokens(of model: AuditedModel) -> Int {
    configuration.maximumTokens > 0 ? configuration.maximumTokens : model.maximumTokens
  }

  /// Writes down what is going to be asked.
  private func begin() async throws {
    let yaml = try configuration.yaml()
    try await ledger.begin(
      id: directory.id, settings: yaml, at: Date(),
      checkpoints: models.map {
        AuditRecord.Checkpoint(name: $0.name, reference: $0.reference, identity: $0.identity)
      },
      judges: judges.map(\.row), prompts: design.prompts, cues: Context.allCases.flatMap { design.cues[$0] ?? [] })
    for (index, model) in models.enumerated() {
      let limit = maximumTokens(of: model)
      let questions = design.questions(to: model.name, promptByPrompt: configuration.sequential).map { question in
        let request = question.request(configuration, maximumTokens: limit)
        return (AnswerKey(of: request, to: model.identity), question)
      }
      try await ledger.record(questions, from: index * design.count)
    }
    do {
      try Data(yaml.utf8).write(to: directory.settings, options: .atomic)
    } catch {
      throw AuditError(
        .notWritable, "\(directory.settings.path) cannot be written; free some space and repeat the command",
        cause: error)
    }
  }
}
