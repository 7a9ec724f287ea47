import Foundation

/// What a leak audit found.
public struct LeakReport: Sendable, Hashable, Codable {
  /// The documents of the corpus.
  public var documents: Int
  /// The rule sets with their versions, as `name/version`.
  public var rules: [String]
  /// The judge's name; `nil` where none was asked.
  public var judge: String?
  /// Every finding, in the order of the documents, those of rules first.
  public var findings: [LeakFinding]
  public var rates: [LeakRate]

  /// Whether nothing forbidden was found.
  public var isClean: Bool { findings.isEmpty }
  /// Verdicts that could not be had.
  public var missing: Int { rates.reduce(0) { $0 + $1.missing } }

  /// Writes the report as JSON.
  ///
  /// - Throws: `CorpusError` with `cannotWrite`.
  public func write(to url: URL) throws {
    try JSONLine.write(try JSONLine.pretty(self), to: url)
  }
}
