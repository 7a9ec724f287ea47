import Foundation
import Language

/// One document of any corpus: a line of JSON with its text, whoever wrote it.
///
/// A line has a `text`, or `messages` in the format of chat endpoints, and may have an `id`.
public struct CorpusRecord: Sendable, Hashable {
  /// The record's own name, or `line-17`.
  public var id: String
  /// The text, or the contents of the messages under their roles.
  public var text: String
  /// Whether the record is a conversation.
  public var isConversation: Bool

  /// Creates a record.
  public init(id: String, text: String, isConversation: Bool = false) {
    self.id = id
    self.text = text
    self.isConversation = isConversation
  }

  /// Goes through the records of a JSONL file in order, in constant memory. Empty lines are skipped.
  ///
  /// - Throws: `CorpusError` that names the file and the line, and whatever `body` throws.
  public static func forEach(in file: URL, _ body: (CorpusRecord) throws -> Void) throws {
    try forEachLine(in: file) { record, _ in try body(record) }
  }

  static func forEachLine(
    in file: URL, _ body: (CorpusRecord, _ line: LineReader.Line) throws -> Void
  ) throws {
    var reader = try LineReader(file)
    while let line = try reader.next() {
      if line.isBlank { continue }
      try body(CorpusRecord(line, in: file), line)
    }
  }

  init(_ line: LineReader.Line, in file: URL) throws {
    do {
      let fields = try JSONDecoder().decode(Fields.self, from: line.bytes)
      id = fields.id ?? "line-\(line.number)"
      if let text = fields.text {
        (self.text, isConversation) = (text, false)
      } else if let messages = fields.messages {
        text = messages.map { "\($0.role): \($0.content)" }.joined(separator: "\n")
        isConversation = true
      } else {
        throw CorpusError(.malformedRecord, "")
      }
    } catch {
      throw CorpusError(
        .malformedRecord,
        "line \(line.number) of \(file.path) is no document: each line has to be a JSON object with a string 'text', "
          + "or a list 'messages' of objects with 'role' and 'content'")
    }
  }

  private struct Fields: Decodable {
    struct Turn: Decodable {
      var role: String
      var content: String
    }

    var id: String?
    var text: String?
    var messages: [Turn]?

    enum CodingKeys: CodingKey { case id, text, messages }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      // Some corpora number their documents.
      id =
        (try? container.decodeIfPresent(String.self, forKey: .id))
        ?? (try? container.decodeIfPresent(Int.self, forKey: .id)).map { $0.map(String.init) ?? nil } ?? nil
      text = try container.decodeIfPresent(String.self, forKey: .text)
      messages = try container.decodeIfPresent([Turn].self, forKey: .messages)
    }
  }
}
