import Language

/// One text to learn from.
public enum TrainingText: Sendable, Hashable {
  /// Plain text, learned from its first token to its last.
  case document(String)
  /// A conversation that ends with an assistant's turn.
  case conversation([Message])
}
