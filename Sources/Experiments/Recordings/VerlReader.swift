import Foundation
import Language

/// Reads what verl writes to `rollout_data_dir`: `100.jsonl` with `input`, `output`, `gts`, `score`, `step`, and a key
/// for everything else that the reward function returned.
struct VerlReader: RolloutReader {
  private var lines: LineReader

  init(_ url: URL) throws {
    lines = try LineReader(url)
  }

  mutating func next() throws -> RawRollout? {
    guard let line = try lines.next() else { return nil }
    let place = lines.place
    var row = try RecordDecoding.decode(RecordedTable.self, from: line, at: place)
    guard case .text(let input)? = row.take("input"), case .text(let output)? = row.take("output") else {
      throw RecordingError(
        .invalid, "\(place): verl's dumps have the texts 'input' and 'output'; name the format if this is another one")
    }
    let prompt = PromptText(input, mayLackTokens: true)
    let turn = RecordedTurn(.text(output), isReasoningOpen: prompt.isReasoningOpen)
    let score = row.take("score")?.number
    let rollout = RecordedRollout(
      prompt: prompt.messages, reasoning: turn.reasoning, answer: turn.answer, isClosed: turn.isClosed, reward: score,
      scores: score.map { ["score": $0] } ?? [:], step: row.take("step")?.integer, place: place)
    return try row.finish(rollout)
  }
}
