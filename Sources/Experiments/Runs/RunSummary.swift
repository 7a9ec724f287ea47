import Foundation
import GRDB

/// How far a run is, for a list of runs.
public struct RunSummary: Sendable, Hashable {
  public var name: String
  public var createdAt: Date
  /// `nil` while the run is not finished.
  public var finishedAt: Date?
  public var stagesDone: Int
  public var stageCount: Int
  /// Whether a process is working on it.
  public var isLocked: Bool

  /// Reads the summary of a run from its ledger.
  ///
  /// - Throws: `LedgerError` where the ledger cannot be read.
  public init(of run: RunDirectory) throws {
    let ledger = try Ledger(reading: run.ledger)
    let (record, stages) = try ledger.attempt {
      try ledger.reader.read { (try RunRecord.fetchOne($0), try StageRecord.fetchAll($0)) }
    }
    guard let record else {
      throw LedgerError(.damaged, "\(run.ledger.path) holds no run; begin a new one")
    }
    name = record.name
    createdAt = record.createdAt
    finishedAt = record.finishedAt
    stagesDone = stages.count { $0.status == .done }
    stageCount = stages.count
    isLocked = RunLock.isHeld(at: run.lock)
  }
}
