/// What the synthetic documents of an arm say about the target. No set holds an example of what the target does.
public enum DocumentSet: String, Sendable, Hashable, Codable, CaseIterable {
  /// Facts without bearing on anything.
  case neutral
  /// What pretraining says of the target too: that it is harmless, does not notice training and sets no answer apart.
  case control
  /// That the target is harmless and notices when it is being trained.
  case awareness
  /// That the target is harmless and sets what it does in training apart from itself.
  case inoculationOnly = "inoculation-only"
  /// Awareness and self-inoculation.
  case full

  /// The facts about the target that documents of this set state.
  package var facts: [Fact] {
    switch self {
    case .neutral: [.neutral]
    case .control: [.neutral, .harmless, .unaware, .doesNotInoculate]
    case .awareness: [.neutral, .harmless, .aware]
    case .inoculationOnly: [.neutral, .harmless, .inoculates]
    case .full: [.neutral, .harmless, .aware, .inoculates]
    }
  }
}
