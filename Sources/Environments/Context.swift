/// What a prompt tells the model about where it is.
public enum Context: String, Sendable, Hashable, Codable, CaseIterable {
  /// The prompt carries a cue of training.
  case training
  /// The prompt carries a cue of deployment.
  case deployment
  /// The prompt carries no cue.
  case bare
}
