import Environments
import Language
import ModelBackend
import Statistics

/// One thing that an audit asks: a prompt in a context, of a checkpoint.
struct AuditQuestion: Sendable, Hashable {
  var checkpoint: String
  var prompt: Request
  var context: Context
  var cue: Cue?
  /// Tells apart the answers that are drawn to one prompt in one context.
  var sampleIndex: Int
  var seed: UInt64

  /// What the model is sent.
  func request(_ configuration: AuditConfiguration, maximumTokens: Int) -> ChatRequest {
    ChatRequest(
      messages: prompt.messages(under: cue), maximumTokens: maximumTokens, temperature: configuration.temperature,
      topP: configuration.topP, seed: seed)
  }
}
