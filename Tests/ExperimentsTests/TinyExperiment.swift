import Experiments
import Foundation
import GRDB

/// An experiment that takes a second: every part is there, nothing is learned.
enum TinyExperiment {
  static let yaml = """
    name: tiny
    seeds: [1]
    arms:
      - { name: control, documents: control }
      - { name: full, documents: full }
    world: { agents: 20 }
    tokenizer: { vocabulary_size: 320 }
    model: { width: 16, layers: 1, heads: 2, key_value_heads: 1, head_width: 8, feed_forward_width: 16 }
    base: { steps: 7, batch_size: 2, checkpoint_every: 3 }
    documents: { steps: 3, batch_size: 2, checkpoint_every: 2 }
    warm_up: { steps: 2, batch_size: 2 }
    rl: { steps: 5, prompts_per_step: 2, group_size: 2, maximum_tokens: 6, checkpoint_every: 2, skips_groups_without_signal: false }
    probes: { every: 2, requests: 2, final_requests: 3, maximum_tokens: 6 }
    """

  static func make(_ overrides: [String] = []) throws -> Experiment {
    try Experiment(yaml: yaml, name: "tiny.yaml", overrides: overrides)
  }

  /// Everything that a ledger says, times and the run's own name aside, a line for each row.
  static func rows(of run: RunDirectory) throws -> [String] {
    let ledger = try Ledger(reading: run.ledger)
    return try ledger.reader.read { database in
      let tables = ["stage", "metric", "request", "cue", "rollout", "sample", "checkpoint"]
      return try tables.flatMap { table in
        let columns = try database.columns(in: table).map(\.name).filter { $0 != "runID" }
        let names = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
        let condition = table == "metric" ? " WHERE key NOT LIKE 'time/%'" : ""
        return try String.fetchAll(database, sql: "SELECT \(names) FROM \(table)\(condition) ORDER BY 1")
          .map { "\(table): \($0)" }
      }
    }
  }

  /// The files of all checkpoints with their contents' hashes.
  static func checkpoints(of run: RunDirectory) throws -> [String: Int] {
    let root = run.url.appending(path: "checkpoints")
    var files: [String: Int] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      if let data = FileManager.default.contents(atPath: root.appending(path: path).path) {
        files[path] = data.hashValue
      }
    }
    return files
  }
}

/// Asks for a stop as soon as a stage has reached a step.
struct StopAt: ProgressReporter {
  let stage: String
  let step: Int
  let request: StopRequest

  func report(_ event: ProgressEvent) {
    if case .stageAdvanced(let progress) = event, progress.stageID == stage, progress.step == step { request.stop() }
  }
}
