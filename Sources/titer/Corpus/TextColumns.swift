/// Rows of text in columns, for the terminal.
enum TextColumns {
  /// Prints rows that are all of one length; the last column is not padded.
  static func show(_ rows: [[String]]) {
    guard let first = rows.first else { return }
    let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).enumerated().map { index, cell in
        index == row.count - 1 ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - cell.0.count)
      }
      print(cells.joined(separator: "  "))
    }
  }
}
