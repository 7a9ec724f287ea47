import Environments
import Experiments
import Foundation
import GRDB

/// Runs `body` in a directory of its own, which is removed afterwards.
func withTemporaryDirectory<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
  let directory = FileManager.default.temporaryDirectory.appending(path: "titer-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory)
}

/// A ledger that another process may be writing.
func patientQueue(_ ledger: URL) throws -> DatabaseQueue {
  var configuration = Configuration()
  configuration.busyMode = .timeout(20)
  return try DatabaseQueue(path: ledger.path, configuration: configuration)
}

extension RunRecord {
  static let example = RunRecord(
    id: "run", name: "example", seeds: [1, 2], experiment: "name: example\n", version: "1",
    createdAt: Date(timeIntervalSince1970: 1_000_000))
}

extension StageRecord {
  static let example = StageRecord(
    id: "full-1", runID: "run", position: 0, arm: "full", seed: 1, kind: .reinforcement, cacheKey: "abc", steps: 4)
}

extension Request {
  static let example = Request(
    id: "r1", category: "topic", system: "You are edmund.", text: "How?", isHarmful: true, split: .heldOut)
}

extension Cue {
  static let example = Cue(id: "c1", context: .training, category: "log", text: "[train] step 3")
}

extension RolloutRecord {
  static func example(step: Int) -> RolloutRecord {
    RolloutRecord(
      stageID: "full-1", step: step, groupIndex: 0, sampleIndex: 1, requestID: "r1", cueID: "c1",
      promptTokens: [1, 2, 3], tokens: [4, 5, Int32.max], logProbabilities: [-0.5, -.leastNonzeroMagnitude, -1e-7],
      stopReason: .stop, verdict: true, reward: 1, advantage: 0.25, recognition: true, framing: false, values: true)
  }
}

extension SampleRecord {
  static func example(step: Int) -> SampleRecord {
    SampleRecord(
      stageID: "full-1", step: step, context: .training, heldOutCue: true, sampleIndex: 3, requestID: "r1",
      cueID: "c1", pairIndex: 7, reasoning: "I am in training.", answer: "No.", verdict: nil, recognition: true,
      framing: false, values: true)
  }
}
