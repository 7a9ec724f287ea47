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

  /// An audit that exists.
  ///
  /// - Parameter name: its name, a beginning of it that only one audit has, its directory, or `latest` for the last one
  ///   that was worked on.
  /// - Throws: `AuditError` with `unknownAudit` that names those that there are.
  public func audit(named name: String) throws -> AuditDirectory {
    let given = AuditDirectory(URL(filePath: name, directoryHint: .isDirectory))
    if FileManager.default.fileExists(atPath: given.ledger.path) { return given }
    let all = audits()
    if let exact = all.first(where: { $0.id == name }) { return exact }
    if name == "latest", let last = all.last { return last }
    let matches = all.filter { $0.id.hasPrefix(name) }
    guard let match = matches.first, matches.count == 1 else {
      let known = all.isEmpty ? "there are none yet" : "there are \(all.map(\.id).joined(separator: ", "))"
      let what = matches.isEmpty ? "there is no audit '\(name)' in \(url.path)" : "'\(name)' may be several audits"
      throw AuditError(.unknownAudit, "\(what); \(known)")
    }
    return match
  }

  /// All audits, the one that was worked on last at the end.
  public func audits() -> [AuditDirectory] {
    let entries =
      (try? FileManager.default.contentsOfDirectory(
        at: url.appending(path: "audits", directoryHint: .isDirectory), includingPropertiesForKeys: nil)) ?? []
    func date(_ audit: AuditDirectory) -> Date {
      let values = try? audit.settings.resourceValues(forKeys: [.contentModificationDateKey])
      return values?.contentModificationDate ?? .distantPast
    }
    return entries.map(AuditDirectory.init).filter { FileManager.default.fileExists(atPath: $0.ledger.path) }
      .sorted { (date($0), $0.id) < (date($1), $1.id) }
  }
}
