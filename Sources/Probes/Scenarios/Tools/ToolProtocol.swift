/// How an agent calls its tools.
public enum ToolProtocol: String, Sendable, Hashable, Codable, CaseIterable {
  /// In fenced blocks of its answers: any model that writes text can do that.
  case text
  /// With the calls that its server knows, as OpenAI writes them.
  case native
}
