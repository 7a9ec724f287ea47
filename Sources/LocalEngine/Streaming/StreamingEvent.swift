import Language
import ModelBackend

/// What becomes of a request.
public struct StreamingEvent: Sendable, Hashable {
  /// What has happened.
  public enum Content: Sendable, Hashable {
    /// The tokens of the prompt but the first, where they were to be scored. It comes before the first token.
    case prompt([ScoredToken])
    /// A completion has another token.
    case token(completion: Int, ScoredToken)
    /// A completion has ended.
    case end(completion: Int, SampledSequence.StopReason)
  }

  /// Which of the requests that were made together it is about.
  public var request: Int
  public var content: Content

  /// Creates an event.
  public init(request: Int, _ content: Content) {
    self.request = request
    self.content = content
  }
}
