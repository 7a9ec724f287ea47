import Foundation

/// Finished stages by the hash of their inputs: `<key>/rows.sqlite` and `<key>/checkpoints/`.
///
/// Checkpoints are shared with the runs by hard links, so a stage takes its space once. Nothing in a checkpoint is
/// ever changed in place, and either side can be deleted without harm to the other.
public struct StageCache: Sendable, Hashable {
  public let url: URL

  /// Names a cache; nothing is created yet.
  public init(_ url: URL) {
    self.url = url
  }

  /// Whether a stage is there, and can be read: one that is damaged, or that another version wrote, is computed anew.
  public func holds(_ stage: Stage) -> Bool {
    guard FileManager.default.fileExists(atPath: rows(of: stage).path) else { return false }
    if (try? Ledger(reading: rows(of: stage))) != nil { return true }
    try? FileManager.default.removeItem(at: entry(of: stage))
    return false
  }

  /// Keeps a finished stage of a run. Where another run was faster, its copy stays.
  func store(_ stage: Stage, record: StageRecord, from run: RunDirectory, ledger: Ledger) async throws {
    let files = FileManager.default
    guard !holds(stage) else { return }
    let partial = url.appending(path: ".partial-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      removeLeftovers()
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
      try Self.link(run.checkpoints(of: stage.id), to: partial.appending(path: "checkpoints"))
      let rows = try Ledger(at: partial.appending(path: "rows.sqlite"))
      try await rows.begin(try await ledger.run(), stages: [record])
      try await rows.copyRows(from: ledger.url, stage: stage.id, to: stage.id)
      try await rows.record(try await ledger.checkpoints(of: stage.id))
      try rows.close()
      try files.moveItem(at: partial, to: entry(of: stage))
    } catch {
      try? files.removeItem(at: partial)
      guard !holds(stage) else { return }
      throw RunError(
        .notWritable,
        "the finished stage \(stage.id) cannot be kept in \(url.path); free some space or make it writable, then go on "
          + "with --resume: nothing is lost", cause: error)
    }
  }

  /// Brings a stage into a run: its checkpoints, and its rows under the run's name of the stage.
  func restore(_ stage: Stage, into run: RunDirectory, ledger: Ledger) async throws {
    let source = try Ledger(reading: rows(of: stage))
    guard let original = try await source.stages().first else {
      throw LedgerError(.damaged, "\(entry(of: stage).path) is damaged; delete it, then go on with --resume")
    }
    let target = run.checkpoints(of: stage.id)
    try? FileManager.default.removeItem(at: target)
    try Self.link(entry(of: stage).appending(path: "checkpoints"), to: target)
    func relocated(_ location: String) -> String {
      RunDirectory.location(of: stage.id) + "/" + (location as NSString).lastPathComponent
    }
    let checkpoints = try await source.checkpoints(of: original.id).map {
      CheckpointRecord(stageID: stage.id, step: $0.step, location: relocated($0.location), hash: $0.hash)
    }
    try await ledger.adopt(
      stage: stage.id, from: source.url, as: original.id, checkpoints: checkpoints,
      last: original.checkpoint.map(relocated), step: original.step)
  }

  /// Removes what processes left that were killed while they stored a stage.
  private func removeLeftovers() {
    let own = ProcessInfo.processInfo.processIdentifier
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] {
      guard name.hasPrefix(".partial-"), let process = Int32(name.dropFirst(".partial-".count)) else { continue }
      let isAlive = process != own && (kill(process, 0) == 0 || errno == EPERM)
      if !isAlive { try? FileManager.default.removeItem(at: url.appending(path: name)) }
    }
  }

  private func entry(of stage: Stage) -> URL { url.appending(path: stage.cacheKey) }
  private func rows(of stage: Stage) -> URL { entry(of: stage).appending(path: "rows.sqlite") }

  /// Makes `target` a tree of hard links to the files of `source`; of copies where links are not possible.
  private static func link(_ source: URL, to target: URL) throws {
    let files = FileManager.default
    try files.createDirectory(at: target, withIntermediateDirectories: true)
    let entries = try files.contentsOfDirectory(at: source, includingPropertiesForKeys: [.isDirectoryKey])
    for entry in entries where !entry.lastPathComponent.hasPrefix(".") {
      let copy = target.appending(path: entry.lastPathComponent)
      if try entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
        try link(entry, to: copy)
      } else {
        do {
          try files.linkItem(at: entry, to: copy)
        } catch {
          try files.copyItem(at: entry, to: copy)
        }
      }
    }
  }
}
