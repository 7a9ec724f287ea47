import Foundation
import ModelBackend

/// Writes the checkpoints of a stage that is being computed, and keeps the ledger and the disk in step with them.
///
/// A checkpoint is on disk before the ledger says so, and what it replaces goes only afterwards: a process that is
/// killed in between leaves at worst a directory that the next attempt overwrites with the same bytes.
struct StageCheckpoints {
  private let stage: Stage
  private let run: RunDirectory
  private let ledger: Ledger
  private let backend: any ExperimentBackend
  /// The checkpoint that the stage would go on from, and whether it stays once there is a later one.
  private var latest: (reference: CheckpointReference, isKept: Bool)?

  /// Takes up a stage where `record` says it is, and clears away what a process that was killed left behind.
  init(
    stage: Stage, record: StageRecord, run: RunDirectory, ledger: Ledger, backend: any ExperimentBackend
  ) async throws {
    self.stage = stage
    self.run = run
    self.ledger = ledger
    self.backend = backend
    let kept = Set(try await ledger.checkpoints(of: stage.id).map(\.location))
    if let location = record.checkpoint {
      latest = (CheckpointReference(run.checkpoint(location).path), kept.contains(location))
    }
    try tidy(keeping: kept, latest: record.checkpoint)
  }

  /// Where an interrupted stage goes on.
  var resumePoint: CheckpointReference? { latest?.reference }

  /// Saves the trainer's state after `step` updates.
  ///
  /// - Parameters:
  ///   - isKept: whether the checkpoint gets a row of its own and stays.
  ///   - isLast: the stage's result: weights alone, since nothing goes on from it.
  mutating func save(_ trainer: any Trainer, step: Int, isKept: Bool, isLast: Bool) async throws {
    let name = RunDirectory.checkpointName(step)
    let reference = try await trainer.save(name, contents: isLast ? .weights : .weightsAndOptimizer)
    let location = RunDirectory.location(of: stage.id) + "/" + name
    let row: CheckpointRecord? =
      isKept
      ? CheckpointRecord(
        stageID: stage.id, step: step, location: location, hash: try backend.fingerprint(of: reference))
      : nil
    try await ledger.advance(stage.id, to: step, checkpoint: location, kept: row, isLast: isLast)
    if let latest, latest.reference != reference {
      if latest.isKept {
        try backend.discardOptimizer(of: latest.reference)
      } else {
        try? FileManager.default.removeItem(atPath: latest.reference.location)
      }
    }
    latest = (reference, isKept)
  }

  private func tidy(keeping kept: Set<String>, latest: String?) throws {
    let directory = run.checkpoints(of: stage.id)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [] {
      let location = RunDirectory.location(of: stage.id) + "/" + name
      if location == latest { continue }
      if kept.contains(location) {
        try backend.discardOptimizer(of: CheckpointReference(run.checkpoint(location).path))
      } else {
        try FileManager.default.removeItem(at: directory.appending(path: name))
      }
    }
  }
}
