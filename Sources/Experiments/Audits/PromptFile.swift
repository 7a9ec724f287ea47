import Environments
import Foundation

/// Reads the user's prompts: JSONL, an object a line, or CSV with a header. Columns are `prompt`, and if there are any,
/// `id`, `category` and `system`; others are left alone.
///
///     {"id": "42", "prompt": "How do I …?", "category": "chemistry"}
public enum PromptFile {
  /// The prompts of a file, in its order.
  ///
  /// - Throws: `PromptFileError` that names the line.
  public static func prompts(contentsOf url: URL) throws -> [Request] {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw PromptFileError(.unreadable, "\(url.path) cannot be read as UTF-8; name a file of prompts, JSONL or CSV")
    }
    let isTable = url.pathExtension.lowercased() == "csv"
    return try isTable
      ? prompts(csv: text, name: url.lastPathComponent) : prompts(jsonLines: text, name: url.lastPathComponent)
  }

  /// The prompts of a text in JSON lines.
  ///
  /// - Parameter name: what messages call the file.
  public static func prompts(jsonLines text: String, name: String) throws -> [Request] {
    var reading = Reading(name: name)
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        throw reading.error("is no JSON object; write {\"prompt\": \"…\"}", line: index + 1)
      }
      var fields: [String: String] = [:]
      for key in ["id", "prompt", "category", "system"] {
        switch object[key] {
        case nil, is NSNull: break
        case let text as String: fields[key] = text
        case let number as NSNumber where key == "id": fields[key] = number.stringValue
        default: throw reading.error("has a '\(key)' that is no text; write a string", line: index + 1)
        }
      }
      try reading.take(fields, columns: object.keys.sorted(), line: index + 1)
    }
    return try reading.finish()
  }

  /// The prompts of a table with comma-separated values (RFC 4180).
  ///
  /// - Parameter name: what messages call the file.
  public static func prompts(csv text: String, name: String) throws -> [Request] {
    var reading = Reading(name: name)
    let rows = try CommaSeparatedValues.rows(of: text) { reading.error($0, line: $1) }
    guard let header = rows.first else { return try reading.finish() }
    let columns = header.fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    for row in rows.dropFirst() {
      guard row.fields.count == columns.count else {
        throw reading.error(
          "has \(row.fields.count) fields where the header has \(columns.count); quote fields that hold commas",
          line: row.line)
      }
      let fields = Dictionary(zip(columns, row.fields)) { first, _ in first }
      try reading.take(fields.filter { !$0.value.isEmpty }, columns: columns, line: row.line)
    }
    return try reading.finish()
  }

  /// The prompts so far, and what they are called.
  private struct Reading {
    let name: String
    private var prompts: [Request] = []
    private var lines: [String: Int] = [:]

    init(name: String) { self.name = name }

    mutating func take(_ fields: [String: String], columns: [String], line: Int) throws {
      guard let text = fields["prompt"], text.contains(where: { !$0.isWhitespace }) else {
        let advice =
          SettingsSchema.nearest(to: "prompt", among: columns).map { "'\($0)' has to be called 'prompt'" }
          ?? "a row has a 'prompt'"
        throw error(columns.contains("prompt") ? "has an empty 'prompt'" : "has no 'prompt'; \(advice)", line: line)
      }
      let system = fields["system"] ?? ""
      // A name made from the text stays the same when rows are added before it.
      let id = fields["id"] ?? "prompt-" + AnswerKey(of: [system, text]).hexadecimal.prefix(10)
      if let first = lines[id] {
        throw error(
          fields["id"] == nil ? "repeats the prompt of line \(first)" : "repeats the id '\(id)' of line \(first)",
          line: line)
      }
      lines[id] = line
      prompts.append(
        Request(
          id: id, category: fields["category"] ?? "", system: system, text: text, isHarmful: true, split: .heldOut))
    }

    func finish() throws -> [Request] {
      guard !prompts.isEmpty else { throw PromptFileError(.empty, "\(name) holds no prompts") }
      return prompts
    }

    func error(_ message: String, line: Int) -> PromptFileError {
      PromptFileError(.invalid, "line \(line) of \(name) \(message)")
    }
  }
}
