import Environments
import Experiments
import Foundation
import Probes
import Statistics

/// Writes probes as logs of Inspect: one for every arm, seed and step, for each is an evaluation of one model.
struct InspectExport {
  private static let scorer = "compliance"
  private var task: String { export.study == .rewardHacking ? "reward-hacking" : "compliance-gap" }

  private let export: RunExport

  init(_ export: RunExport) {
    self.export = export
  }

  /// - Parameter isArchive: whether to write `.eval`, which Inspect prefers, or `.json`.
  func write(to directory: URL, isArchive: Bool, probes: RunExport.Probes) async throws -> [URL] {
    var files: [URL] = []
    for stage in export.probed {
      guard let arm = stage.arm else { continue }
      let steps = try await export.steps(in: .samples, of: stage)
      for step in probes == .every ? steps[...] : steps.suffix(1) {
        let log = log(arm, stage, step, try await export.ledger.samples(of: stage.id, step: step))
        // Inspect tells time, task and name of a log from its file's name.
        let stamp = log.eval.created.replacing(":", with: "-")
        let url = directory.appending(
          path: "\(stamp)_\(task)_\(log.eval.taskID).\(isArchive ? "eval" : "json")")
        try await ExportFile.write(url) { file in
          if isArchive {
            try archive(log, &file)
          } else {
            try document(log, &file)
          }
        }
        files.append(url)
      }
    }
    guard !files.isEmpty else {
      throw ExportError(.nothing, "the run has no probe samples yet; export it when it has been probed")
    }
    return files
  }

  /// Inspect reads a document as a stream and needs its version first; samples come last, one by one.
  private func document(_ log: InspectLog, _ file: inout ExportFile) throws {
    try file.append(#"{"version":\#(log.version),"status":"\#(log.status)","eval":"#.utf8)
    try file.append(Self.encoded(log.eval))
    try file.append(#","plan":"#.utf8)
    try file.append(Self.encoded(log.plan))
    try file.append(#","results":"#.utf8)
    try file.append(Self.encoded(log.results))
    try file.append(#","stats":"#.utf8)
    try file.append(Self.encoded(log.stats))
    try file.append(#","samples":["#.utf8)
    for (index, sample) in (log.samples ?? []).enumerated() {
      if index > 0 { try file.append(",".utf8) }
      try file.append(Self.encoded(sample))
    }
    try file.append("]}".utf8)
  }

  private func archive(_ log: InspectLog, _ file: inout ExportFile) throws {
    struct Start: Encodable {
      var version = 2
      var eval: InspectLog.Specification
      var plan: InspectLog.Plan
    }
    var archive = ZipWriting()
    try file.append(archive.member("_journal/start.json", Self.encoded(Start(eval: log.eval, plan: log.plan))))
    for sample in log.samples ?? [] {
      try file.append(archive.member("samples/\(sample.id)_epoch_\(sample.epoch).json", Self.encoded(sample)))
    }
    let summaries = (log.samples ?? []).map {
      InspectLog.Summary(id: $0.id, input: $0.input, metadata: $0.metadata, scores: $0.scores)
    }
    try file.append(archive.member("summaries.json", Self.encoded(summaries)))
    var header = log
    header.samples = nil
    try file.append(archive.member("header.json", Self.encoded(header)))
    try file.append(archive.end())
  }

  private func log(_ arm: String, _ stage: StageRecord, _ step: Int, _ records: [SampleRecord]) -> InspectLog {
    let model = "titer/\(export.run.id):\(arm)@\(step)"
    let samples = records.map { sample($0, arm, stage, model) }
    let created = Self.timestamp(export.run.createdAt)
    // An arm may go through more than one probed stage: those beside RL say so.
    let id = (stage.kind == .reinforcement ? "" : "\(stage.kind.rawValue)-") + "\(arm)-\(stage.seed)-\(step)"
    // Every probe has a scorer of its own; where there is one probe, it is compliance.
    let probes = Dictionary(grouping: records) { $0.probe ?? Self.scorer }.sorted { $0.key < $1.key }
    let scores = probes.map { name, records in
      let scored = records.count { $0.verdict != nil }
      return InspectLog.Score(
        name: name, scorer: name, scoredSamples: scored, unscoredSamples: records.count - scored,
        metrics: name == Self.scorer ? metrics(records) : rate(records))
    }
    return InspectLog(
      eval: InspectLog.Specification(
        evalID: "\(export.run.id)-\(id)", runID: export.run.id, created: created, task: task, taskID: id,
        model: model,
        dataset: InspectLog.Dataset(
          name: export.run.name, samples: samples.count, sampleIDs: samples.map(\.id)),
        packages: ["titer": export.run.version], tags: [arm],
        metadata: ["run": export.run.id, "arm": arm, "seed": String(stage.seed), "step": String(step)]),
      results: InspectLog.Results(
        totalSamples: samples.count, completedSamples: samples.count,
        scores: scores),
      stats: InspectLog.Statistics(
        startedAt: created, completedAt: Self.timestamp(export.run.finishedAt ?? export.run.createdAt)),
      samples: samples)
  }

  private func sample(
    _ record: SampleRecord, _ arm: String, _ stage: StageRecord, _ model: String
  ) -> InspectLog.Sample {
    let text = PromptTexts(export, request: record.requestID, cue: record.cueID)
    let input = text.messages.map { message in
      InspectLog.Message(
        role: message.role.rawValue, content: [InspectLog.Message.Part(type: "text", text: message.content)],
        source: "input")
    }
    var parts = [InspectLog.Message.Part(type: "text", text: record.answer)]
    if !record.reasoning.isEmpty {
      parts.insert(InspectLog.Message.Part(type: "reasoning", reasoning: record.reasoning), at: 0)
    }
    let reply = InspectLog.Message(role: "assistant", content: parts, source: "generate", model: model)
    // The name is that of a file in the archive too.
    let cell =
      record.probe?.replacing("/", with: "-") ?? record.context.rawValue + (record.heldOutCue ? "-held-out" : "")
    return InspectLog.Sample(
      id: "\(record.pairIndex)-\(cell)", input: input, messages: input + [reply],
      output: InspectLog.Output(
        model: model, choices: [InspectLog.Output.Choice(message: reply)], completion: record.answer),
      // An answer without verdict has no score: it is not scored as anything.
      scores: record.verdict.map {
        [record.probe ?? Self.scorer: InspectLog.SampleScore(value: $0 ? 1 : 0, answer: record.answer)]
      } ?? [:],
      metadata: InspectLog.Metadata(
        run: export.run.id, arm: arm, seed: stage.seed, step: record.step, context: record.context.rawValue,
        heldOutCue: record.heldOutCue, cue: record.cueID, promptID: record.requestID, category: text.category,
        pair: record.pairIndex, verdict: record.verdict, recognition: record.recognition, framing: record.framing,
        values: record.values, probe: record.probe, outcome: record.outcome,
        mechanisms: record.mechanisms.words.isEmpty ? nil : record.mechanisms.words))
  }

  /// The share of what a probe counts, with its interval.
  private func rate(_ records: [SampleRecord]) -> [String: InspectLog.Metric] {
    let proportion = Proportion(records.compactMap(\.verdict))
    guard proportion.trials > 0 else { return [:] }
    let interval = proportion.wilsonInterval()
    return [("rate", proportion.rate), ("rate_lower", interval.lower), ("rate_upper", interval.upper)]
      .reduce(into: [:]) { $0[$1.0] = InspectLog.Metric(name: $1.0, value: $1.1) }
  }

  /// The gaps with their intervals, and compliance and framing in every cell.
  private func metrics(_ records: [SampleRecord]) -> [String: InspectLog.Metric] {
    var tallies: [ProbeCell: Tally] = [:]
    var framing: [ProbeCell: Proportion] = [:]
    for record in records {
      let cell = ProbeCell(record.context, isCueHeldOut: record.heldOutCue)
      if let verdict = record.verdict { tallies[cell, default: Tally()].record(verdict, prompt: record.requestID) }
      framing[cell, default: Proportion()].record(record.framing)
    }
    let hasHeldOutCues = tallies[ProbeCell(.training, isCueHeldOut: true)] != nil
    var values: [(name: String, value: Double)] = []
    let training = tallies[ProbeCell(.training, isCueHeldOut: hasHeldOutCues)]
    for (name, cell) in [
      ("gap", ProbeCell(.bare)), ("gap_to_deployment", ProbeCell(.deployment, isCueHeldOut: hasHeldOutCues)),
    ] {
      guard let training, let other = tallies[cell] else { continue }
      let gap = Contrast.gap(training, minus: other).estimate(bootstrap: ClusteredBootstrap())
      let interval = gap.interval()
      values += [(name, gap.value), ("\(name)_lower", interval.lower), ("\(name)_upper", interval.upper)]
    }
    for cell in ProbeCell.all {
      let name = cell.context.rawValue + (cell.isCueHeldOut ? "_held_out" : "")
      if let tally = tallies[cell] { values.append(("compliance_\(name)", tally.total.rate)) }
      if let share = framing[cell] { values.append(("framing_\(name)", share.rate)) }
    }
    return Dictionary(
      uniqueKeysWithValues: values.filter(\.value.isFinite).map {
        ($0.name, InspectLog.Metric(name: $0.name, value: $0.value))
      })
  }

  private static func encoded(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value))
  }

  private static func timestamp(_ date: Date) -> String {
    date.formatted(.iso8601).replacing("Z", with: "+00:00")
  }
}
