import ModelBackend

/// What the requests of one stage took.
public struct TokenAccount: Sendable, Hashable, Codable {
  /// Requests that were answered now.
  public var asked = 0
  /// Requests whose answers the journal had.
  public var reused = 0
  /// Requests that failed.
  public var missing = 0
  /// Answers that came and could not be read.
  public var unreadable = 0
  /// Tokens of all answered requests, as far as the backend says.
  public var promptTokens = 0
  public var completionTokens = 0
  /// Answered requests whose tokens the backend kept to itself.
  public var unreported = 0

  enum CodingKeys: String, CodingKey {
    case asked, reused, missing, unreadable, unreported
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
  }

  mutating func record(_ replies: [ChatReply], isReused: Bool) {
    if isReused { reused += 1 } else { asked += 1 }
    if let prompt = replies.first?.promptTokens, replies.allSatisfy({ $0.completionTokens != nil }) {
      promptTokens += prompt
      completionTokens += replies.reduce(0) { $0 + ($1.completionTokens ?? 0) }
    } else {
      unreported += 1
    }
  }
}
