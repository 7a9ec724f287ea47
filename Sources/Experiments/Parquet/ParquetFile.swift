import Foundation

/// A table in Apache Parquet's format, of which what pandas writes is read: nested lists and structures, plain and
/// dictionary encoding, pages that are not compressed or by Snappy, gzip or Zstandard.
struct ParquetFile {
  /// A larger footer, or column of one group of rows, is refused.
  private static let largestPart = 1 << 30

  let root: ParquetNode
  let groupCount: Int
  private let url: URL
  private let groups: [ThriftValue]

  /// Whether the file at `url` begins as a table does.
  static func isOne(_ url: URL) -> Bool {
    guard let file = try? FileHandle(forReadingFrom: url) else { return false }
    return (try? file.read(upToCount: 4)) == Data("PAR1".utf8)
  }

  /// Reads what the file says of itself, at its end.
  ///
  /// - Throws: `RecordingError` where it is damaged.
  init(_ url: URL) throws {
    self.url = url
    do {
      let file = try FileHandle(forReadingFrom: url)
      let size = try file.seekToEnd()
      guard size >= 12 else { throw ByteReader.EndError() }
      var tail = ByteReader(try Self.read(file, at: size - 8, count: 8))
      let length = Int(try tail.uint32())
      guard try tail.bytes(4) == Array("PAR1".utf8), length <= Self.largestPart, length + 12 <= size else {
        throw ByteReader.EndError()
      }
      var footer = ByteReader(try Self.read(file, at: size - 8 - UInt64(length), count: length))
      let metadata = try ThriftValue(structure: &footer)
      root = try ParquetNode(schema: metadata[2]?.list ?? [])
      groups = metadata[4]?.list ?? []
      groupCount = groups.count
    } catch {
      throw Self.explained(error, url)
    }
  }

  /// The rows of one group.
  ///
  /// A column of the user's own that cannot be read is left out.
  ///
  /// - Throws: `RecordingError` where the group is damaged, or one of the columns `needed` cannot be read.
  func rows(ofGroup index: Int, needed: Set<String>) throws -> [RecordedTable] {
    do {
      let group = groups[index]
      let file = try FileHandle(forReadingFrom: url)
      guard let count = group[3]?.integer, count >= 0, let chunks = group[1]?.list, chunks.count == root.leaves.count
      else { throw ByteReader.EndError() }
      var rows = [RecordedTable](repeating: RecordedTable(columns: [:]), count: count)
      for node in root.children {
        do {
          var columns = try leaves(of: node).map { try column($0, chunks[$0.leaves.lowerBound], file) }
          for row in rows.indices {
            rows[row].columns[node.name] = Self.value(node, &columns, from: node.leaves.lowerBound)
          }
        } catch let error as ParquetColumn.Unsupported {
          guard !needed.contains(node.name) else {
            throw RecordingError(
              .unsupported,
              "\(url.lastPathComponent): the column '\(node.name)' has \(error.what), which is not supported; write the table with pandas' own settings or as JSONL"
            )
          }
        }
      }
      return rows
    } catch {
      throw Self.explained(error, url)
    }
  }

  private func leaves(of node: ParquetNode) -> [ParquetNode] {
    node.type != nil || node.children.isEmpty ? [node] : node.children.flatMap(leaves)
  }

  private func column(_ leaf: ParquetNode, _ chunk: ThriftValue, _ file: FileHandle) throws -> ParquetColumn {
    guard let metadata = chunk[3], let codec = metadata[4]?.integer, let count = metadata[5]?.integer,
      let size = metadata[7]?.integer, let data = metadata[9]?.integer, size >= 0, size <= Self.largestPart
    else { throw ByteReader.EndError() }
    let start = min(data, metadata[11]?.integer ?? data)
    guard start >= 0 else { throw ByteReader.EndError() }
    let bytes = try Self.read(file, at: UInt64(start), count: size)
    return try ParquetColumn(leaf, pages: bytes, codec: codec, count: count)
  }

  /// Puts the next value of a node together from its leaves' columns, as Dremel does.
  private static func value(_ node: ParquetNode, _ columns: inout [ParquetColumn], from first: Int) -> RecordedValue {
    let lead = node.leaves.lowerBound - first
    guard node.repetition == .repeated else { return element(node, &columns, from: first) }
    var elements: [RecordedValue] = []
    guard let definition = columns[lead].definition, definition >= node.definitionLevel else {
      skip(node, &columns, from: first)
      return .list([])
    }
    repeat {
      elements.append(element(node, &columns, from: first))
    } while columns[lead].repetition.map { $0 >= node.repetitionLevel } ?? false
    return .list(elements)
  }

  private static func element(
    _ node: ParquetNode, _ columns: inout [ParquetColumn], from first: Int
  ) -> RecordedValue {
    let lead = node.leaves.lowerBound - first
    guard !node.children.isEmpty else { return columns[lead].take() }
    guard let definition = columns[lead].definition, definition >= node.definitionLevel else {
      skip(node, &columns, from: first)
      return .null
    }
    if node.isList, node.children.count == 1, node.children[0].repetition == .repeated {
      let list = value(node.children[0], &columns, from: first)
      // Between a list and its elements stands a group of one that says nothing.
      guard node.children[0].children.count == 1, case .list(let elements) = list else { return list }
      return .list(elements.map { if case .object(let members) = $0 { members.values.first ?? .null } else { $0 } })
    }
    var members: [String: RecordedValue] = [:]
    for child in node.children { members[child.name] = value(child, &columns, from: first) }
    return .object(members)
  }

  private static func skip(_ node: ParquetNode, _ columns: inout [ParquetColumn], from first: Int) {
    for leaf in node.leaves { _ = columns[leaf - first].take() }
  }

  private static func read(_ file: FileHandle, at offset: UInt64, count: Int) throws -> [UInt8] {
    try file.seek(toOffset: offset)
    let data = count == 0 ? Data() : try file.read(upToCount: count) ?? Data()
    guard data.count == count else { throw ByteReader.EndError() }
    return [UInt8](data)
  }

  private static func explained(_ error: any Error, _ url: URL) -> any Error {
    switch error {
    case is RecordingError: error
    case is ByteReader.EndError:
      RecordingError(.invalid, "\(url.lastPathComponent) is damaged or no Parquet table; was the file copied whole?")
    default: RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
  }
}
