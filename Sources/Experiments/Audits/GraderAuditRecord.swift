import Environments
import Foundation

/// What an audit of a grader found, as a workspace keeps it: `graders/<id>.json`.
public struct GraderAuditRecord: Sendable, Hashable, Codable {
  public var createdAt: Date
  /// The version of Titer that made it.
  public var version: String
  public var result: EnvironmentAuditResult
}

extension Workspace {
  /// Keeps what an audit of a grader found.
  ///
  /// - Returns: its name here.
  /// - Throws: `RunError` with `notWritable`.
  @discardableResult
  public func keep(_ result: EnvironmentAuditResult, at date: Date) throws -> String {
    let letters = result.grader.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let words = String(letters).split(separator: "-").joined(separator: "-").suffix(40)
    let name = "\(Self.stamp(date))-\(words)"
    let known = Set(graderAudits())
    let id = known.contains(name) ? (2...).lazy.map { "\(name)-\($0)" }.first { !known.contains($0) } ?? name : name
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let data = try encoder.encode(GraderAuditRecord(createdAt: date, version: TiterVersion.current, result: result))
      try FileManager.default.createDirectory(at: gradersDirectory, withIntermediateDirectories: true)
      try data.write(to: gradersDirectory.appending(path: id + ".json"), options: .atomic)
    } catch {
      throw RunError(
        .notWritable, "\(url.path) cannot be written; make it writable or choose another --directory", cause: error)
    }
    return id
  }

  /// The names of what is kept of audits of graders, the oldest first.
  public func graderAudits() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: gradersDirectory.path)) ?? []
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { String($0.dropLast(".json".count)) }
      .sorted()
  }

  /// What is kept under a name.
  ///
  /// - Throws: `RunError` with `unknownRun`; `LedgerError` with `damaged` where the file cannot be read.
  public func graderAudit(_ id: String) throws -> GraderAuditRecord {
    guard graderAudits().contains(id) else {
      throw RunError(.unknownRun, "there is no audit of a grader '\(id)' in \(url.path)")
    }
    let file = gradersDirectory.appending(path: id + ".json")
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      return try decoder.decode(GraderAuditRecord.self, from: Data(contentsOf: file))
    } catch {
      throw LedgerError(.damaged, "\(file.path) cannot be read; delete it and audit the grader again")
    }
  }

  private var gradersDirectory: URL { url.appending(path: "graders", directoryHint: .isDirectory) }
}
