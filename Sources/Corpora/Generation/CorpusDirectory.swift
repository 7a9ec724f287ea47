import Foundation

/// The files of one generation.
public struct CorpusDirectory: Sendable, Hashable {
  public let url: URL

  /// Names a directory; it is made when the first file is written.
  public init(_ url: URL) {
    self.url = url
  }

  /// The documents that passed all filters, as JSONL.
  public var corpus: URL { url.appending(path: "corpus.jsonl") }
  /// The documents that did not, each with the reason.
  public var rejected: URL { url.appending(path: "rejected.jsonl") }
  /// The `GenerationReport`.
  public var report: URL { url.appending(path: "report.json") }
  /// The recipe as it was resolved.
  public var recipe: URL { url.appending(path: "recipe.json") }
  /// Every answer that was got.
  public var journal: URL { url.appending(path: "journal.jsonl") }
}
