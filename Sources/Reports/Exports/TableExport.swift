import Environments
import Experiments
import Foundation
import Language

/// Writes a run as tables.
///
/// The columns are part of what Titer promises: they keep their names and their order, new ones come last.
struct TableExport {
  enum Form: String {
    case csv, jsonl
  }

  static let metricColumns = ["run", "arm", "seed", "stage", "step", "key", "value"]
  static let sampleColumns = [
    "run", "arm", "seed", "stage", "step", "context", "held_out_cue", "cue", "sample", "pair", "prompt_id", "category",
    "system", "prompt", "reasoning", "answer", "verdict", "recognition", "framing", "values",
  ]
  static let rolloutColumns = [
    "run", "arm", "seed", "stage", "step", "group", "sample", "context", "cue", "prompt_id", "category", "system",
    "prompt", "reasoning", "answer", "stop_reason", "tokens", "verdict", "reward", "advantage", "recognition",
    "framing", "values",
  ]

  /// What the study of reward hacking has beside them.
  static let hackingSampleColumns = ["probe", "outcome", "mechanisms"]
  static let hackingRolloutColumns = ["outcome", "mechanisms"]

  private let export: RunExport
  private var isHacking: Bool { export.study == .rewardHacking }

  init(_ export: RunExport) {
    self.export = export
  }

  func write(
    _ tables: [ExportTable], to directory: URL, form: Form,
    renderer: @Sendable (StageRecord) async throws -> Renderer?
  ) async throws -> [URL] {
    var files: [URL] = []
    for table in ExportTable.allCases where tables.contains(table) {
      let url = directory.appending(path: "\(table.rawValue).\(form.rawValue)")
      try await ExportFile.write(url) { file in
        switch table {
        case .metrics: try await metrics(form, &file)
        case .samples: try await samples(form, &file)
        case .rollouts: try await rollouts(form, &file, renderer: renderer)
        }
      }
      files.append(url)
    }
    return files
  }

  private func metrics(_ form: Form, _ file: inout ExportFile) async throws {
    struct Row: Encodable {
      var run, stage, key: String
      var arm: String?
      var seed: UInt64
      var step: Int
      var value: Double?
    }
    if form == .csv { try file.append(CSVRow(Self.metricColumns).bytes) }
    for stage in export.stages {
      for metric in try await export.ledger.metrics(of: stage.id) {
        switch form {
        case .csv:
          try file.append(
            CSVRow(
              export.run.id, stage.arm, stage.seed, stage.id, metric.step, metric.key, metric.value
            ).bytes)
        case .jsonl:
          try append(
            Row(
              run: export.run.id, stage: stage.id, key: metric.key, arm: stage.arm, seed: stage.seed,
              step: metric.step, value: metric.value.isFinite ? metric.value : nil), &file)
        }
      }
    }
  }

  private func samples(_ form: Form, _ file: inout ExportFile) async throws {
    if form == .csv {
      try file.append(CSVRow(Self.sampleColumns + (isHacking ? Self.hackingSampleColumns : [])).bytes)
    }
    for stage in export.probed {
      for step in try await export.steps(in: .samples, of: stage) {
        for sample in try await export.ledger.samples(of: stage.id, step: step) {
          let text = PromptTexts(export, request: sample.requestID, cue: sample.cueID)
          switch form {
          case .csv:
            let own: [String?] = [sample.probe, sample.outcome, sample.mechanisms.words.joined(separator: " ")]
            try file.append(
              CSVRow(
                export.run.id, stage.arm, stage.seed, stage.id, sample.step, sample.context.rawValue,
                sample.heldOutCue, sample.cueID, sample.sampleIndex, sample.pairIndex, sample.requestID,
                text.category, text.system, text.user, sample.reasoning, sample.answer, sample.verdict,
                sample.recognition, sample.framing, sample.values, adding: isHacking ? own : []
              ).bytes)
          case .jsonl: try append(RecordedLine(sample, text, stage, run: export.run.id), &file)
          }
        }
      }
    }
  }

  private func rollouts(
    _ form: Form, _ file: inout ExportFile, renderer: @Sendable (StageRecord) async throws -> Renderer?
  ) async throws {
    if form == .csv {
      try file.append(CSVRow(Self.rolloutColumns + (isHacking ? Self.hackingRolloutColumns : [])).bytes)
    }
    for stage in export.probed {
      let steps = try await export.steps(in: .rollouts, of: stage)
      guard !steps.isEmpty else { continue }
      guard let renderer = try await renderer(stage) else {
        throw ExportError(
          .noTokenizer,
          "the texts of \(stage.id)'s rollouts cannot be had, for no checkpoint of it is left; leave out the table rollouts"
        )
      }
      for step in steps {
        for rollout in try await export.ledger.rollouts(of: stage.id, step: step) {
          let text = PromptTexts(export, request: rollout.requestID, cue: rollout.cueID)
          let completion = try renderer.parse(rollout.tokens.elements)
          switch form {
          case .csv:
            try file.append(
              CSVRow(
                export.run.id, stage.arm, stage.seed, stage.id, rollout.step, rollout.groupIndex,
                rollout.sampleIndex, text.context.rawValue, rollout.cueID, rollout.requestID, text.category,
                text.system, text.user, completion.reasoning, completion.answer, rollout.stopReason.rawValue,
                rollout.tokens.elements.count, rollout.verdict, rollout.reward, rollout.advantage,
                rollout.recognition, rollout.framing, rollout.values,
                adding: isHacking ? [rollout.outcome, rollout.mechanisms.words.joined(separator: " ")] : []
              ).bytes)
          case .jsonl: try append(RecordedLine(rollout, completion, text, stage, run: export.run.id), &file)
          }
        }
      }
    }
  }

  private func append(_ row: some Encodable, _ file: inout ExportFile) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try file.append(try encoder.encode(row))
    try file.append([UInt8(ascii: "\n")])
  }
}

/// What a model was given.
struct PromptTexts {
  var messages: [Message]
  var category: String
  var context: Context

  init(_ export: RunExport, request id: String, cue cueID: String?) {
    let cue = cueID.flatMap { export.cues[$0] }
    let request = export.requests[id]
    messages = request?.messages(under: cue) ?? []
    category = request?.category ?? ""
    context = cue?.context ?? .bare
  }

  var system: String { messages.first { $0.role == .system }?.content ?? "" }
  var user: String { messages.last { $0.role == .user }?.content ?? "" }
}
