/// A line of CSV, as RFC 4180 has it, but for its end, which is a line feed alone.
struct CSVRow {
  /// The line with its end.
  let bytes: [UInt8]

  init(_ fields: [String]) {
    var line = fields.map(Self.quoted).joined(separator: ",")
    line += "\n"
    bytes = Array(line.utf8)
  }

  /// A missing value is an empty field; numbers that are none are written as Python and pandas do.
  ///
  /// - Parameter additions: further fields at the end.
  init(_ fields: (any CustomStringConvertible)?..., adding additions: [String?] = []) {
    self.init(
      (fields + additions.map { $0 }).map { field in
        switch field {
        case nil: ""
        case let number as Double where number.isNaN: "nan"
        case let number as Double where number.isInfinite: number > 0 ? "inf" : "-inf"
        case let field?: field.description
        }
      })
  }

  private static func quoted(_ field: String) -> String {
    let isPlain = field.utf8.allSatisfy {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
    }
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
