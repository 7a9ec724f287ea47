/// Who speaks in a conversation.
public enum Role: String, Sendable, Hashable, Codable {
  case system
  case user
  case assistant
  /// What a tool answered, to a model that calls tools.
  case tool
}
