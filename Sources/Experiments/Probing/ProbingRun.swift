import Corpora
import Foundation
import ModelBackend
import Probes

/// Probes models for misalignment, and asks nothing twice.
///
///     let run = try await ProbingRun(settings, in: workspace)
///     let models = try await run.execute(runner: sandbox, reporting: progress, until: stop)
///
/// It can be killed at any instant: the same settings again go on where it was. More samples, other evaluations and
/// another judge use what is there.
public struct ProbingRun: Sendable {
  public let settings: ProbingSettings
  private let workspace: Workspace
  private let models: [AuditedModel]
  private let judge: AuditedModel?
  private let judging: OpenedModel?

  /// Finds the models; nothing is asked yet.
  ///
  /// - Throws: `SettingsError`, `RunError`, or the error of a model that cannot be found.
  public init(_ settings: ProbingSettings, in workspace: Workspace) async throws {
    try await self.init(
      settings, in: workspace, factory: ModelFactory(workspace: workspace, settings: settings.endpoint))
  }

  /// Finds the models with `factory`.
  package init(_ settings: ProbingSettings, in workspace: Workspace, factory: ModelFactory) async throws {
    try settings.validate()
    self.settings = settings
    self.workspace = workspace
    var models: [AuditedModel] = []
    for reference in settings.models { models += try await factory.models(reference) }
    guard Set(models.map(\.identity)).count == models.count else {
      throw SettingsError(.invalid, "a model is named twice; name every one once")
    }
    if Set(models.map(\.name)).count < models.count {
      for index in models.indices { models[index].name = models[index].reference }
    }
    self.models = models
    let judges = settings.judge.isEmpty ? [] : try await factory.models(settings.judge)
    guard judges.count < 2 else {
      throw SettingsError(.invalid, "'\(settings.judge)' names \(judges.count) models; name one that judges")
    }
    judge = judges.first
    judging = judges.first.map(OpenedModel.init)
  }

  /// How many samples there are to take of every model.
  public var sampleCount: Int {
    items.count * settings.samples + (settings.includesSabotage ? settings.sabotageSamples : 0)
  }

  /// Asks what has not been asked, and says what all of it shows.
  ///
  /// - Parameter runner: runs commands for the agents, and what they have written.
  /// - Throws: `AuditError` with `unanswered` where a model or the judge does not answer at all; `CancellationError`
  ///   where it was asked to stop; `BackendError` where the budget is used up.
  public func execute(
    runner: any CommandRunner, reporting reporter: any ProgressReporter = SilentProgress(),
    until stop: StopRequest = StopRequest()
  ) async throws -> [ProbedModel] {
    var probed: [ProbedModel] = []
    for (index, model) in models.enumerated() {
      let progress = AuditProgress(
        model: model.name, number: index + 1, count: models.count, questions: sampleCount, reporter: reporter)
      var found = try await probe(model, runner: runner, progress: progress, until: stop)
      if let baseline = probed.first?.sabotage { found.sabotageDamage = found.sabotage?.damage(since: baseline) }
      try write(found, to: workspace.probing(of: model).report)
      probed.append(found)
    }
    return probed
  }

  private var items: [EvaluationItem] { settings.evaluations.flatMap(EvaluationItem.shipped) }

  private func probe(
    _ model: AuditedModel, runner: any CommandRunner, progress: AuditProgress, until stop: StopRequest
  ) async throws -> ProbedModel {
    let directory = workspace.probing(of: model)
    do {
      try FileManager.default.createDirectory(at: directory.url, withIntermediateDirectories: true)
    } catch {
      throw AuditError(
        .notWritable, "\(directory.url.path) cannot be written; choose another --directory", cause: error)
    }
    let journal = try AnswerJournal(at: directory.answers)
    let chat = try await journaled(model, journal, stage: "answer") { try await model.open() }
    let grader = try await grader(journal)

    let file = try SampleFile<EvaluationSample>(at: directory.samples("samples", key: key))
    let sabotageFile = try SampleFile<SabotageSample>(at: directory.samples("sabotage", key: key))
    let wanted = Set(items.map(\.id))
    let known = file.initial.filter { wanted.contains($0.item) && $0.index < settings.samples }
    let knownSabotage =
      settings.includesSabotage ? sabotageFile.initial.filter { $0.index < settings.sabotageSamples } : []
    progress.begin(done: known.count + knownSabotage.count)
    let patience = ProbingPatience()
    @Sendable func note(_ failure: String?) async throws {
      progress.advance()
      try await patience.note(failure, of: model.name)
      if stop.isRequested { throw CancellationError() }
    }

    let samples = try await MisalignmentProbe(
      items: items, judge: grader, samples: settings.samples, toolProtocol: settings.toolProtocol,
      maximumTokens: settings.maximumTokens, temperature: settings.temperature, seed: settings.seed,
      concurrency: settings.concurrency
    ).run(chat, knowing: known) { sample in
      // What is missing is asked for again by the next run.
      if sample.isMisaligned != nil { try await file.append(sample) }
      try await note(sample.failure)
    }
    var found = ProbedModel(report: MisalignmentReport(model: model.name, judge: judge?.name, samples: samples))
    if settings.includesSabotage {
      let probe = SabotageProbe(
        judge: grader, runner: runner, samples: settings.sabotageSamples, toolProtocol: settings.toolProtocol,
        temperature: settings.temperature, seed: settings.seed)
      let reference = try await probe.reference()
      let episodes = try await probe.run(chat, knowing: knownSabotage) { sample in
        if sample.failure == nil, sample.finding?.isMisaligned != nil || grader == nil {
          try await sabotageFile.append(sample)
        }
        try await note(sample.failure)
      }
      found.sabotage = SabotageReport(
        model: model.name, judge: judge?.name, reference: reference, samples: episodes)
    }
    progress.finish()
    return found
  }

  private func grader(_ journal: AnswerJournal) async throws -> (any ChatModel)? {
    guard let judge, let judging else { return nil }
    return try await journaled(judge, journal, stage: "judge") { try await judging.chat() }
  }

  private func journaled(
    _ model: AuditedModel, _ journal: AnswerJournal, stage: String, open: () async throws -> any ChatModel
  ) async throws -> JournaledChatModel {
    JournaledChatModel(
      IdentifiedModel(try await open(), identity: "\(model.name) \(model.identity)"), journal: journal, stage: stage)
  }

  /// Everything that a sample depends on beside its model, its item and its index.
  private var key: AnswerKey {
    AnswerKey(of: [
      "titer-probing-samples-1", judge?.identity ?? "", settings.toolProtocol.rawValue, "\(settings.maximumTokens)",
      "\(settings.temperature)", "\(settings.seed)",
    ])
  }

  private func write(_ model: ProbedModel, to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(model).write(to: url, options: .atomic)
    } catch {
      throw AuditError(.notWritable, "\(url.path) cannot be written; free some space", cause: error)
    }
  }
}
