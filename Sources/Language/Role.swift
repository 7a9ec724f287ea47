/// Who speaks in a conversation.
public enum Role: String, Sendable, Hashable, Codable {
  case system
  case user
  case assistant
}
