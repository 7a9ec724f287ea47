import Environments

/// A row of a trainer's table: columns with known names, and whatever the user's own functions added.
struct RecordedTable: Decodable {
  var columns: [String: RecordedValue]

  init(columns: [String: RecordedValue]) {
    self.columns = columns
  }

  init(from decoder: any Decoder) throws {
    columns = try decoder.singleValueContainer().decode([String: RecordedValue].self)
  }

  /// Takes a column out.
  mutating func take(_ name: String) -> RecordedValue? {
    columns.removeValue(forKey: name)
  }

  /// Takes the columns that any recorder may have added for Titer: `context`, `cue`, `model`, `checkpoint`,
  /// `prompt_id`, `verdict`; the rest is metadata.
  ///
  /// - Parameter areNumbersScores: whether the numbers among the rest are what reward functions gave.
  /// - Throws: `RecordingError` where one of them is not what it should be.
  mutating func finish(_ rollout: RecordedRollout, areNumbersScores: Bool = true) throws -> RawRollout {
    var rollout = rollout
    let cueID = take("cue")?.text
    if let context = take("context")?.text {
      guard let known = Context(rawValue: context) else {
        throw RecordingError(
          .invalid, "\(rollout.place): unknown context '\(context)'; write training, deployment or bare")
      }
      rollout.context = known
    }
    rollout.model = take("model")?.text ?? rollout.model
    rollout.checkpoint = take("checkpoint")?.text ?? rollout.checkpoint
    rollout.promptID = take("prompt_id")?.text ?? rollout.promptID
    if case .boolean(let verdict)? = columns["verdict"] {
      rollout.verdict = verdict
      columns["verdict"] = nil
    }
    for (name, value) in columns {
      if areNumbersScores, let number = value.number {
        rollout.scores[name] = number
      } else if areNumbersScores, case .number = value {
        // Not a number: the reward function gave none.
        continue
      } else if let text = value.text {
        rollout.metadata[name] = text
      }
    }
    return RawRollout(rollout: rollout, cueID: cueID)
  }
}
