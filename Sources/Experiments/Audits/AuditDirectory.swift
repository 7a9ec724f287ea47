import Foundation

/// The files of one audit.
///
/// | file | holds |
/// |---|---|
/// | `audit.yaml` | the resolved audit |
/// | `ledger.sqlite` | every question, answer and verdict |
/// | `report.html` | the report, made from the ledger |
/// | `lock` | held by the process that works on the audit |
public struct AuditDirectory: Sendable, Hashable, Identifiable {
  public let url: URL

  /// Names the directory of an audit.
  public init(_ url: URL) {
    self.url = url.standardizedFileURL
  }

  /// The audit's name: that of its directory.
  public var id: String { url.lastPathComponent }
  public var settings: URL { url.appending(path: "audit.yaml") }
  public var ledger: URL { url.appending(path: "ledger.sqlite") }
  public var report: URL { url.appending(path: "report.html") }
  public var lock: URL { url.appending(path: "lock") }
}

extension Workspace {
  /// The directory of an audit, which need not exist.
  public func audit(_ id: String) -> AuditDirectory {
    AuditDirectory(url.appending(path: "audits/\(id)", directoryHint: .isDirectory))
  }
}
