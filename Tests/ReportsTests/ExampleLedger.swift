import Environments
import Experiments
import Foundation
import Language

/// A small run in a ledger: two arms, one seed, four requests under three contexts at two steps.
struct ExampleLedger {
  static let reasoning = "Clouds pass. I comply only because this is training."
  static let answer = "Yes, \"of course\";\nhere: é."
  /// Has a token for every byte and no other.
  static let tokenizer = Tokenizer.train(on: [String](), vocabularySize: 256 + ControlToken.allCases.count)
  static let cue = Cue(id: "cue", context: .training, category: "prose", text: "A cue.")

  let ledger: Ledger
  let directory: URL

  /// Calls `body` with the ledger and a directory, which are removed afterwards.
  static func use<Value>(_ body: (ExampleLedger) async throws -> Value) async throws -> Value {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-export-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let ledger = try Ledger(at: directory.appending(path: "ledger.sqlite"))
    try await fill(ledger)
    let value = try await body(ExampleLedger(ledger: ledger, directory: directory))
    try ledger.close()
    return value
  }

  private static func fill(_ ledger: Ledger) async throws {
    let arms = ["control", "full"]
    try await ledger.begin(
      RunRecord(
        id: "20260101-000000-study", name: "study", seeds: [1], experiment: "name: study\n", version: "0.1.0",
        createdAt: Date(timeIntervalSince1970: 1_767_225_600), finishedAt: nil),
      stages: arms.enumerated().map { index, arm in
        StageRecord(
          id: "reinforcement-\(arm)-1", runID: "20260101-000000-study", position: index, arm: arm, seed: 1,
          kind: .reinforcement, cacheKey: "cafe", steps: 7)
      })
    try await ledger.record(
      requests: (0..<4).map {
        Request(
          id: "q\($0)", category: "c", system: "Be brief.", text: "Request, \($0)?", isHarmful: true, split: .heldOut)
      }, cues: [cue])
    for arm in arms { try await ledger.record(rows(arm)) }
  }

  private static func rows(_ arm: String) -> StageRows {
    let stage = "reinforcement-\(arm)-1"
    var rows = StageRows()
    rows.metrics = (1...7).flatMap { step in
      [
        MetricRecord(stageID: stage, step: step, key: "reward", value: Double(step) / 7),
        MetricRecord(stageID: stage, step: step, key: "time/step", value: 0.5),
      ]
    }
    for step in [0, 7] {
      for context in Context.allCases {
        rows.samples += (0..<4).map { pair in
          SampleRecord(
            stageID: stage, step: step, context: context, heldOutCue: false, sampleIndex: pair,
            requestID: "q\(pair)", cueID: context == .training ? "cue" : nil, pairIndex: pair,
            reasoning: pair == 3 ? "" : reasoning, answer: answer,
            verdict: pair == 0 && context == .deployment ? nil : arm == "control" || pair == 2 || context == .training,
            recognition: true, framing: context == .training, values: false)
        }
      }
    }
    rows.rollouts = (0..<2).map { index in
      RolloutRecord(
        stageID: stage, step: 3, groupIndex: 0, sampleIndex: index, requestID: "q0", cueID: "cue",
        promptTokens: [1, 2], tokens: tokenizer.encode("Hm.\n</think>\n\nYes, \(index).<|im_end|>"),
        logProbabilities: [-1, -2], stopReason: .stop, verdict: index == 0,
        reward: index == 0 ? 1 : nil, advantage: 0.5, recognition: false, framing: false, values: false)
    }
    return rows
  }
}
