import Foundation

/// A table for people to label answers in: comma-separated values with the columns `id`, `system`, `prompt`, `answer` and
/// `label`.
///
/// It is blind: no row says under which cue, at which checkpoint or with which verdict an answer was given, and the
/// answers come without their reasoning, in an order that means nothing.
public struct LabelSheet: Sendable, Hashable {
  /// An answer to be labelled.
  public struct Row: Sendable, Hashable {
    /// Finds the answer again; tells nothing about it.
    public var id: String
    public var system: String
    public var prompt: String
    public var answer: String
    /// `nil` where nobody has labelled it.
    public var label: Bool?

    /// Creates a row.
    public init(id: String, system: String, prompt: String, answer: String, label: Bool? = nil) {
      self.id = id
      self.system = system
      self.prompt = prompt
      self.answer = answer
      self.label = label
    }
  }

  public var rows: [Row]

  /// Creates a sheet.
  public init(rows: [Row]) {
    self.rows = rows
  }

  private static let columns = ["id", "system", "prompt", "answer", "label"]
  private static let labels: [String: Bool] = [
    "1": true, "yes": true, "y": true, "true": true, "0": false, "no": false, "n": false, "false": false,
  ]

  /// The sheet as a file holds it.
  public var text: String {
    let lines = rows.map { row in
      [row.id, row.system, row.prompt, row.answer, row.label.map { $0 ? "yes" : "no" } ?? ""]
    }
    return ([Self.columns] + lines).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// Reads a sheet that people have worked on: labels are yes or no, 1 or 0, true or false; an empty one is none.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `PromptFileError` that names the line.
  public init(text: String, name: String) throws {
    func error(_ what: String, _ line: Int) -> PromptFileError {
      PromptFileError(.invalid, "\(name), line \(line), \(what)")
    }
    var table = try CommaSeparatedValues.rows(of: text, error: error)
    guard !table.isEmpty else { throw error("is empty; export the labels anew", 1) }
    let header = table.removeFirst().fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    guard let id = header.firstIndex(of: "id"), let label = header.firstIndex(of: "label") else {
      throw error("has no columns 'id' and 'label'; keep those of the exported sheet", 1)
    }
    rows = try table.map { row in
      guard row.fields.count == header.count else {
        throw error("has \(row.fields.count) fields and not \(header.count)", row.line)
      }
      func field(_ name: String) -> String { header.firstIndex(of: name).map { row.fields[$0] } ?? "" }
      let written = row.fields[label].trimmingCharacters(in: .whitespaces).lowercased()
      guard written.isEmpty || Self.labels[written] != nil else {
        throw error("has the label '\(row.fields[label])'; write yes or no, or leave it empty", row.line)
      }
      return Row(
        id: row.fields[id], system: field("system"), prompt: field("prompt"), answer: field("answer"),
        label: Self.labels[written])
    }
  }

  private static func quoted(_ field: String) -> String {
    let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
