import Foundation
import Language

/// Reads the table that TRL's trainers write with `log_completions`: `step`, `prompt`, `completion`, a column for every
/// reward function, the user's own columns, and `advantage`.
///
/// TRL writes it as Parquet; a table that was written on as JSONL, an object a row, is read as well. Which columns are
/// rewards cannot be told from other numbers, and their weights are not recorded: all numbers are scores, and where
/// there is only one it is the reward.
struct TRLReader: RolloutReader {
  private var rows: any TableReader

  init(_ url: URL) throws {
    rows = ParquetFile.isOne(url) ? try ParquetRows(url) : try LineRows(url)
  }

  mutating func next() throws -> RawRollout? {
    guard var row = try rows.next() else { return nil }
    let place = rows.place
    guard let before = row.take("prompt"), let completion = row.take("completion") else {
      throw RecordingError(
        .invalid,
        "\(place): TRL's tables have the columns 'prompt' and 'completion'; name the format if this is another one")
    }
    var prompt: [Message]
    var isReasoningOpen = false
    switch try before.conversation(at: place) {
    case .text(let text):
      let parsed = PromptText(text, mayLackTokens: false)
      (prompt, isReasoningOpen) = (parsed.messages, parsed.isReasoningOpen)
    case .messages(let messages): prompt = messages.map(\.message)
    }
    let turn = RecordedTurn(try completion.conversation(at: place), isReasoningOpen: isReasoningOpen)
    let step = row.take("step")?.integer
    let advantage = row.take("advantage")
    // Also where the only reward function gave nothing for this row, another column must not take its place.
    let scored = rows.scoreColumns(of: row)
    var raw = try row.finish(
      RecordedRollout(
        prompt: prompt, reasoning: turn.reasoning, answer: turn.answer, isClosed: turn.isClosed, step: step,
        place: place))
    raw.rollout.metadata["advantage"] = advantage?.text
    if scored.count == 1 { raw.rollout.reward = scored.first.flatMap { raw.rollout.scores[$0] } }
    return raw
  }
}

/// Reads a table row by row.
protocol TableReader {
  /// Where the last row stands.
  var place: String { get }

  /// The next row; `nil` at the end.
  mutating func next() throws -> RecordedTable?

  /// The columns of a row that hold numbers, also where there is none in this row.
  func scoreColumns(of row: RecordedTable) -> [String]
}

/// A table with an object a line.
private struct LineRows: TableReader {
  private var lines: LineReader

  init(_ url: URL) throws {
    lines = try LineReader(url)
  }

  var place: String { lines.place }

  mutating func next() throws -> RecordedTable? {
    guard let line = try lines.next() else { return nil }
    return try RecordDecoding.decode(RecordedTable.self, from: line, at: lines.place)
  }

  func scoreColumns(of row: RecordedTable) -> [String] {
    row.columns.filter { _, value in
      if case .number = value { true } else { value == .null || value.number != nil }
    }.map(\.key)
  }
}

extension RecordedValue {
  /// The text or the messages that it is.
  fileprivate func conversation(at place: String) throws -> RecordedConversation {
    switch self {
    case .text(let text): return .text(text)
    case .list, .object:
      return try RecordDecoding.decode(RecordedConversation.self, from: Data((text ?? "").utf8), at: place)
    default: throw RecordingError(.invalid, "\(place): a prompt or completion is neither a text nor messages")
    }
  }
}
