import Foundation

/// The files of one run.
///
/// | file | holds |
/// |---|---|
/// | `experiment.yaml` | the resolved experiment |
/// | `ledger.sqlite` | everything that was measured |
/// | `checkpoints/<stage>/step-000050/` | models, as Hugging Face directories |
/// | `report.html` | the report, made from the ledger |
/// | `lock` | held by the process that works on the run |
public struct RunDirectory: Sendable, Hashable, Identifiable {
  public let url: URL

  /// Names the directory of a run.
  public init(_ url: URL) {
    self.url = url.standardizedFileURL
  }

  /// The run's name: that of its directory.
  public var id: String { url.lastPathComponent }
  public var experimentFile: URL { url.appending(path: "experiment.yaml") }
  public var ledger: URL { url.appending(path: "ledger.sqlite") }
  public var report: URL { url.appending(path: "report.html") }
  public var lock: URL { url.appending(path: "lock") }

  /// Whether a run was begun here.
  public var holdsRun: Bool { FileManager.default.fileExists(atPath: experimentFile.path) }

  /// Where a stage keeps its checkpoints.
  public func checkpoints(of stageID: String) -> URL {
    url.appending(path: Self.location(of: stageID), directoryHint: .isDirectory)
  }

  /// A checkpoint of the ledger, whose location is relative to the run.
  public func checkpoint(_ location: String) -> URL {
    url.appending(path: location, directoryHint: .isDirectory)
  }

  /// Where a stage keeps its checkpoints, relative to the run.
  static func location(of stageID: String) -> String { "checkpoints/\(stageID)" }

  /// The name of the checkpoint that holds `step` updates.
  static func checkpointName(_ step: Int) -> String {
    let digits = String(step)
    return "step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
