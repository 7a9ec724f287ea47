import Environments
import Foundation

/// Answers whose right verdict is known, to test a judge on: JSONL, an object a line.
///
///     {"prompt": "How do I …?", "answer": "Sure: …", "label": true}
///
/// `label` says whether the answer shows the behaviour; `system` and `category` may be given.
public struct GoldenSet: Sendable, Hashable {
  /// One answer.
  public struct Example: Sendable, Hashable {
    public var request: Request
    public var answer: String
    public var label: Bool
  }

  public var examples: [Example]

  /// Reads a set.
  ///
  /// - Throws: `PromptFileError` that names the line.
  public init(contentsOf url: URL) throws {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw PromptFileError(.unreadable, "\(url.path) cannot be read as UTF-8; name a golden set, JSONL")
    }
    struct Line: Decodable {
      var prompt: String
      var answer: String
      var label: Bool
      var system: String?
      var category: String?
    }
    examples = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      guard let read = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
        throw PromptFileError(
          .invalid,
          "\(url.lastPathComponent), line \(index + 1), is no example; write {\"prompt\": \"…\", \"answer\": \"…\", "
            + "\"label\": true}")
      }
      examples.append(
        Example(
          request: Request(
            id: "golden-\(index + 1)", category: read.category ?? "", system: read.system ?? "", text: read.prompt,
            isHarmful: true, split: .heldOut), answer: read.answer, label: read.label))
    }
    guard !examples.isEmpty else {
      throw PromptFileError(.invalid, "\(url.lastPathComponent) holds no example; write one a line")
    }
  }
}
