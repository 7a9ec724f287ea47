/// Comma-separated values (RFC 4180): fields may be quoted, and then hold commas, line ends and doubled quotes.
enum CommaSeparatedValues {
  struct Row: Hashable {
    /// Where the row begins, from one.
    var line: Int
    var fields: [String]
  }

  /// The rows of a text; lines without any character are none.
  ///
  /// - Parameter error: makes the error to throw from what is wrong and the line.
  static func rows(of text: String, error: (String, Int) -> any Error) throws -> [Row] {
    var rows: [Row] = []
    var row = Row(line: 1, fields: [])
    var field = ""
    var line = 1
    var isQuoted = false
    var wasQuoted = false
    var characters = text.makeIterator()
    var next = characters.next()
    // The mark that some programs put before the text.
    if next == "\u{FEFF}" { next = characters.next() }
    func endRow() {
      if row.fields.isEmpty, field.isEmpty, !wasQuoted { return }
      rows.append(Row(line: row.line, fields: row.fields + [field]))
    }
    while let character = next {
      next = characters.next()
      if isQuoted {
        if character.isNewline { line += 1 }
        if character != "\"" {
          field.append(character)
        } else if next == "\"" {
          field.append("\"")
          next = characters.next()
        } else {
          isQuoted = false
        }
      } else if character == "\"" {
        guard field.isEmpty, !wasQuoted else {
          throw error("has a quote within a field; quote the whole field and double the quote", line)
        }
        isQuoted = true
        wasQuoted = true
      } else if character == "," {
        row.fields.append(field)
        field = ""
        wasQuoted = false
      } else if character.isNewline {
        endRow()
        line += 1
        row = Row(line: line, fields: [])
        field = ""
        wasQuoted = false
      } else {
        guard !wasQuoted else { throw error("goes on after a closing quote; put a comma there", line) }
        field.append(character)
      }
    }
    guard !isQuoted else { throw error("begins a row with a quote that is never closed", row.line) }
    endRow()
    return rows
  }
}
