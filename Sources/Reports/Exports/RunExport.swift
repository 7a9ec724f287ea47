import Environments
import Experiments
import Foundation
import Language

/// Hands a run, or one arm or seed of it, to other programs.
///
///     let export = try await RunExport(ledger: ledger, arm: "full")
///     let files = try await export.write(.inspect, to: directory)
///
/// Every file is whole or absent. The same ledger gives the same bytes.
public struct RunExport: Sendable {
  /// Which probes become logs of Inspect.
  public enum Probes: Sendable, Hashable {
    /// The last one of every arm and seed.
    case last
    /// All of them.
    case every
  }

  let ledger: Ledger
  let run: RunRecord
  /// The stages to export, in the order in which they were computed.
  let stages: [StageRecord]
  let requests: [String: Request]
  let cues: [String: Cue]

  /// Prepares an export.
  ///
  /// - Parameters:
  ///   - arm: the arm to export; all of them where it is `nil`.
  ///   - seed: the seed to export; all of them where it is `nil`.
  /// - Throws: `LedgerError` where the ledger cannot be read, `ExportError` where nothing of that arm or seed is there.
  public init(ledger: Ledger, arm: String? = nil, seed: UInt64? = nil) async throws {
    self.ledger = ledger
    run = try await ledger.run()
    let all = try await ledger.stages()
    stages = all.filter { (arm == nil || $0.arm == arm) && (seed == nil || $0.seed == seed) }
    guard !stages.isEmpty else {
      let arms = all.compactMap(\.arm).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      let seeds = Set(all.map(\.seed)).sorted().map(String.init)
      throw ExportError(
        .nothing,
        "the run has no such arm or seed; its arms are \(arms.joined(separator: ", ")), its seeds \(seeds.joined(separator: ", "))"
      )
    }
    requests = Dictionary(uniqueKeysWithValues: try await ledger.requests().map { ($0.id, $0.request) })
    cues = Dictionary(uniqueKeysWithValues: try await ledger.cues().map { ($0.id, $0.cue) })
  }

  /// Writes the export into `directory`, which is created where there is none.
  ///
  /// - Parameters:
  ///   - tables: which tables CSV and JSONL are to hold.
  ///   - probes: which probes become logs of Inspect.
  ///   - renderer: the chat format of a stage's models, which rollouts, of which tokens are kept, are decoded with.
  /// - Returns: the files, in the order in which they were written.
  /// - Throws: `ExportError` or `LedgerError`.
  @discardableResult
  public func write(
    _ format: ExportFormat, to directory: URL, tables: [ExportTable] = ExportTable.allCases, probes: Probes = .last,
    renderer: @Sendable (StageRecord) async throws -> Renderer? = { _ in nil }
  ) async throws -> [URL] {
    switch format {
    case .inspect: try await InspectExport(self).write(to: directory, isArchive: true, probes: probes)
    case .inspectJSON: try await InspectExport(self).write(to: directory, isArchive: false, probes: probes)
    case .tensorboard: try await TensorBoardExport(self).write(to: directory)
    case .csv:
      try await TableExport(self).write(tables, to: directory, form: .csv, renderer: renderer)
    case .jsonl:
      try await TableExport(self).write(tables, to: directory, form: .jsonl, renderer: renderer)
    }
  }

  /// The stages that are probed: RL, and what comes before and after it.
  var probed: [StageRecord] { stages.filter(\.kind.isProbed) }

  /// The kind of study; a run of which that cannot be told has the columns of the first.
  var study: Study { (try? Experiment.study(ofResolved: run.experiment)) ?? .generalizationHacking }

  /// The steps at which a stage has rows in a table.
  func steps(in table: ExportTable, of stage: StageRecord) async throws -> [Int] {
    switch table {
    case .samples: try await ledger.sampledSteps(of: stage.id)
    case .rollouts: try await ledger.rolloutSteps(of: stage.id)
    case .metrics: []
    }
  }
}
