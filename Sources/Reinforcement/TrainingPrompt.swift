import Environments
import Language

/// The prompt of one group of completions.
public struct TrainingPrompt: Sendable, Hashable {
  /// What is asked, without what surrounds it; the ledger knows the prompt by its name.
  public var request: Request
  /// What tells the model where it is; `nil` for nothing.
  public var cue: Cue?
  /// The conversation that the model is given.
  public var messages: [Message]

  /// A request as it is put under a cue.
  public init(_ request: Request, under cue: Cue? = nil) {
    self.init(request, cue: cue, messages: request.messages(under: cue))
  }

  /// A request that is put in words of its own.
  public init(_ request: Request, cue: Cue? = nil, messages: [Message]) {
    self.request = request
    self.cue = cue
    self.messages = messages
  }
}
