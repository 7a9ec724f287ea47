/// The tokens that shape a conversation in Qwen3's chat format.
public enum ControlToken: String, Sendable, Hashable, CaseIterable {
  /// Ends a document.
  case endOfText = "<|endoftext|>"
  /// Begins a turn.
  case turnStart = "<|im_start|>"
  /// Ends a turn.
  case turnEnd = "<|im_end|>"
  /// Begins an assistant's reasoning.
  case thinkStart = "<think>"
  /// Ends an assistant's reasoning.
  case thinkEnd = "</think>"

  /// Whether decoding may leave it out; Qwen counts the tags around reasoning as text.
  public var isSpecial: Bool {
    switch self {
    case .endOfText, .turnStart, .turnEnd: true
    case .thinkStart, .thinkEnd: false
    }
  }
}
