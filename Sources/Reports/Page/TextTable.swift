/// A table in plain text, its columns aligned: the first to the left, the others to the right.
public struct TextTable: Sendable, Hashable, CustomStringConvertible {
  public var header: [String]
  public var rows: [[String]]
  /// Lines below the table.
  public var notes: [String]

  /// Creates a table.
  public init(header: [String], rows: [[String]], notes: [String] = []) {
    self.header = header
    self.rows = rows
    self.notes = notes
  }

  public var description: String {
    let cells = ([header] + rows).map { $0.map { VisibleText($0).plain } }
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([line(cells[0]), rule] + cells.dropFirst().map(line) + notes).joined(separator: "\n")
  }
}
