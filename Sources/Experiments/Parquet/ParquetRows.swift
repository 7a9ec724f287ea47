import Foundation

/// The rows of a Parquet table, one group of rows in memory at a time.
struct ParquetRows: TableReader {
  private let name: String
  private let file: ParquetFile
  private var group = 0
  private var rows: ArraySlice<RecordedTable> = []
  private var number = 0

  init(_ url: URL) throws {
    name = url.lastPathComponent
    file = try ParquetFile(url)
  }

  var place: String { "\(name): row \(number)" }

  mutating func next() throws -> RecordedTable? {
    while rows.isEmpty, group < file.groupCount {
      rows = try file.rows(ofGroup: group, needed: ["prompt", "completion"])[...]
      group += 1
    }
    guard let row = rows.popFirst() else { return nil }
    number += 1
    return row
  }

  func scoreColumns(of row: RecordedTable) -> [String] {
    // Parquet's physical types 0 to 5 are numbers.
    file.root.children.filter { row.columns[$0.name] != nil && ($0.type ?? 6) < 6 }.map(\.name)
  }
}
