import Language
import LocalEngine
import ModelBackend

/// The choices of an answer, as their tokens come.
struct ChoiceProgress {
  /// What one event adds to one choice.
  struct Delta {
    var choice: Int
    var text = ""
    var token: ScoredToken?
    /// Characters of the completion before the token.
    var offset = 0
    var end: SampledSequence.StopReason?
  }

  private let count: Int
  private var texts: [CompletionText]
  /// Tokens of all completions so far.
  private(set) var tokenCount = 0

  /// - Parameter prompts: each has `fields.count` completions.
  init(_ fields: SamplingFields, tokenizer: Tokenizer, prompts: Int) {
    count = fields.count
    texts = Array(repeating: CompletionText(tokenizer, fields), count: prompts * fields.count)
  }

  /// Takes an event; `nil` where it adds nothing to a choice.
  mutating func take(_ event: StreamingEvent) -> Delta? {
    switch event.content {
    case .prompt: return nil
    case .token(let completion, let token):
      var delta = Delta(choice: event.request * count + completion, token: token)
      if texts[delta.choice].isStopped { return nil }
      tokenCount += 1
      delta.offset = texts[delta.choice].scalarCount
      delta.text = texts[delta.choice].append(token.token)
      return delta
    case .end(let completion, let reason):
      var delta = Delta(choice: event.request * count + completion, end: reason)
      delta.text = texts[delta.choice].finish()
      if texts[delta.choice].isStopped { delta.end = .stop }
      return delta
    }
  }
}
