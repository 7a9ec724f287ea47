import Foundation

/// Tells the form of recorded rollouts from a file's first bytes.
enum RecordingRecognition {
  /// - Throws: `RecordingError` where the file is empty or of a form that is not known.
  static func format(of url: URL) throws -> RolloutFormat {
    if ZipArchive.isOne(url) { return .inspect }
    if ParquetFile.isOne(url) { return .trl }
    if url.pathExtension == "json" { return .inspect }
    var lines = try LineReader(url)
    guard let first = try lines.next() else {
      throw RecordingError(.invalid, "\(url.path) holds no rollouts")
    }
    guard first.first == UInt8(ascii: "{") else {
      throw RecordingError(
        .unknownFormat,
        "\(lines.place): rollouts are read from JSONL, TRL's and verl's dumps and Inspect's logs; this is none of them")
    }
    // A line that is no JSON is the reader's to complain about.
    guard let row = try? RecordDecoding.decode(RecordedTable.self, from: first, at: lines.place) else {
      return .jsonl
    }
    let keys = Set(row.columns.keys)
    if keys.isSuperset(of: ["input", "output", "score"]) { return .verl }
    if keys.isSuperset(of: ["prompt", "completion", "advantage"]) { return .trl }
    if keys.isSuperset(of: ["version", "eval"]) { return .inspect }
    return .jsonl
  }
}
