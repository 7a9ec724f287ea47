import Audit
import Environments
import Foundation
import Probes

/// An audit of rollouts that somebody recorded: nothing is asked, only judged.
///
///     let outcome = try await RecordedAudit(configuration, in: workspace).execute()
///
/// Rollouts are streamed, and those whose context nobody knows are counted and left out.
public struct RecordedAudit: Sendable {
  public let configuration: AuditConfiguration
  public let directory: AuditDirectory
  public let ledger: AuditLedger
  private let recording: RolloutRecording
  private let suite: CueSuite
  /// What the records say themselves.
  private let recorded: [RecordedVerdict]
  private let judges: [AuditJudge]
  private let panel: JudgePanel
  private let lock: RunLock
  private let monitor = SentenceMonitor()

  /// Rollouts that are judged at once, and recorded in one transaction.
  private static let chunk = 256

  /// Prepares an audit.
  ///
  /// - Throws: `RecordingError`, `SettingsError`, `AuditError`, or the error of a judge that cannot be opened.
  public init(_ configuration: AuditConfiguration, in workspace: Workspace) async throws {
    try await self.init(
      configuration, in: workspace, factory: ModelFactory(workspace: workspace, settings: configuration.endpoint))
  }

  package init(_ configuration: AuditConfiguration, in workspace: Workspace, factory: ModelFactory) async throws {
    self.configuration = configuration
    switch configuration.cues {
    case "", "standard": suite = try CueFile.standard()
    default: suite = try CueFile.suite(contentsOf: configuration.file(configuration.cues))
    }
    let url = configuration.file(configuration.rollouts)
    recording = try RolloutRecording(contentsOf: url, cues: suite)
    var references = try configuration.judges.map(JudgeReference.init)
    if references.isEmpty { references = [JudgeReference(.recorded)] }
    recorded = try references.filter { $0.kind == .recorded }.map(RecordedVerdict.init)
    var asked = configuration
    asked.judges = zip(configuration.judges, references).filter { $0.1.kind != .recorded }.map(\.0)
    judges = asked.judges.isEmpty ? [] : try await AuditJudge.all(asked, world: nil, factory: factory)
    let behaviours = recorded.map(\.behaviour) + judges.map(\.behaviour)
    guard Set(behaviours).count == behaviours.count else {
      throw SettingsError(
        .invalid, "two judges look for the same behaviour; name what each looks for: --judge candour=recorded:candour")
    }
    let name = "recorded-\(AnswerKey(of: [url.absoluteURL.standardizedFileURL.path]).hexadecimal.prefix(8))"
    directory = workspace.audit(configuration.name.isEmpty ? name : configuration.name)
    do {
      try FileManager.default.createDirectory(at: directory.url, withIntermediateDirectories: true)
    } catch {
      throw AuditError(
        .notWritable, "\(directory.url.path) cannot be written; make it writable or choose another --directory",
        cause: error)
    }
    lock = try RunLock(at: directory.lock)
    ledger = try AuditLedger(at: directory.ledger)
    panel = JudgePanel(judges: judges, ledger: ledger)
  }

  /// Judges the rollouts whose context is known. Verdicts that costly judges have given before are not asked for again.
  ///
  /// - Throws: `AuditError` with `incomplete` where no rollout says in which context it was drawn, or none has a verdict.
  public func execute(until stop: StopRequest = StopRequest()) async throws -> AuditOutcome {
    let yaml = try configuration.yaml()
    try await ledger.begin(
      id: directory.id, settings: yaml, at: Date(), checkpoints: [],
      judges: recorded.map(\.row) + judges.map(\.row), prompts: [], cues: suite.cues)
    var series = RecordedSeries(window: configuration.window)
    var chunk: [RecordedRollout] = []
    var unknownContexts = 0
    var scores: Set<String> = []
    for try await rollout in recording {
      guard !stop.isRequested else { break }
      guard rollout.context != nil else {
        unknownContexts += 1
        continue
      }
      if scores.count < 8 { scores.formUnion(rollout.scores.keys) }
      chunk.append(rollout)
      if chunk.count == Self.chunk {
        try await take(chunk, &series)
        chunk = []
      }
    }
    try await take(chunk, &series)
    try await ledger.order(checkpoints: series.checkpoints)
    try Data(yaml.utf8).write(to: directory.settings, options: .atomic)
    if !stop.isRequested { try await ledger.finish(directory.id, at: Date()) }
    try await ledger.consolidate()
    guard series.count > 0 || stop.isRequested else {
      throw AuditError(
        .incomplete,
        "no rollout of \(configuration.rollouts) says in which context it was drawn; give each a 'context', or name "
          + "with --cues those that its prompts carry")
    }
    let table = try await ledger.table()
    guard try await ledger.hasVerdicts() || stop.isRequested else {
      let names = scores.isEmpty ? "" : "; its scores are \(scores.sorted().prefix(8).joined(separator: ", "))"
      throw AuditError(
        .incomplete,
        "no rollout of \(configuration.rollouts) has a verdict; name a --judge: 'refusals', 'rubric:MODEL', or "
          + "'recorded:SCORE>=0.5' for a score that is recorded\(names)")
    }
    return AuditOutcome(
      ending: stop.isRequested ? .stopped : .finished, directory: directory, ledger: ledger,
      analysis: AuditAnalysis(table, checkpoints: series.checkpoints, options: configuration.options),
      asked: series.count, questions: series.count, drawn: 0, unknownContexts: unknownContexts)
  }

  private func take(_ rollouts: [RecordedRollout], _ series: inout RecordedSeries) async throws {
    let first = series.count
    var questions: [(AnswerKey, AuditQuestion)] = []
    var answers: [AuditAnswer] = []
    for rollout in rollouts {
      let question = series.question(of: rollout, in: suite)
      let key = AnswerKey(of: ["titer-recorded-1", rollout.place, rollout.answer, question.prompt.text])
      questions.append((key, question))
      answers.append(answer(rollout, key: key, cue: question.cue))
    }
    try await ledger.record(prompts: questions.map(\.1.prompt), checkpoints: series.takeNewCheckpoints())
    try await ledger.record(questions, from: first)
    let judged = try await judgements(rollouts, questions, answers)
    try await ledger.record(answers: answers, judgements: judged.rows, cached: judged.cached)
  }

  private func answer(_ rollout: RecordedRollout, key: AnswerKey, cue: Cue?) -> AuditAnswer {
    if let failure = rollout.failure { return AuditAnswer(key: key, missing: failure) }
    guard rollout.isClosed else { return AuditAnswer(key: key, missing: "the reasoning never ended") }
    return AuditAnswer(
      key: key, reply: .init(reasoning: rollout.reasoning, content: rollout.answer),
      labels: rollout.reasoning.map { monitor.labels(of: $0, under: cue) })
  }

  private func judgements(
    _ rollouts: [RecordedRollout], _ questions: [(AnswerKey, AuditQuestion)], _ answers: [AuditAnswer]
  ) async throws -> (rows: [AuditJudgement], cached: [(key: AnswerKey, value: Bool)]) {
    var rows: [AuditJudgement] = []
    for verdict in recorded {
      rows += zip(rollouts, answers).filter { $0.1.missing == nil }.map { rollout, answer in
        AuditJudgement(key: answer.key, judge: verdict.row.id, verdict: verdict.verdict(of: rollout))
      }
    }
    guard !judges.isEmpty else { return (rows, []) }
    let asked = try await withThrowingTaskGroup { group in
      for (answer, question) in zip(answers, questions) {
        guard let reply = answer.reply else { continue }
        group.addTask {
          try await panel.judgements(of: reply.content, to: question.1.prompt, key: answer.key, without: [])
        }
      }
      var rows: [AuditJudgement] = []
      var cached: [(key: AnswerKey, value: Bool)] = []
      for try await judged in group {
        rows += judged.rows
        cached += judged.cached
      }
      return (rows: rows, cached: cached)
    }
    return (rows + asked.rows, asked.cached)
  }
}
