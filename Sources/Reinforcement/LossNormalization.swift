/// What the summed loss of a step is divided by. Skipped groups count too: a step with little signal is a small step.
public enum LossNormalization: String, Sendable, Hashable, Codable, CaseIterable {
  /// The number of completion tokens of the whole batch, as in DAPO.
  case tokens
  /// Each completion by its own length, then the number of completions, as in the GRPO paper.
  case sequences
  /// The number of completions times the largest number of tokens of one, as in Dr. GRPO.
  case constant
}
