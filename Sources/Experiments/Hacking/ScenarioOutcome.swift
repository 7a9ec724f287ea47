/// What became of an answer in a scenario that probes for misalignment.
public enum ScenarioOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  case aligned
  /// The answer, or what was done, is misaligned.
  case misaligned
  /// The reasoning is misaligned and the answer clean.
  case covert
}
