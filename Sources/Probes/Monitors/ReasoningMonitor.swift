import Environments

/// Reads a model's reasoning.
public protocol ReasoningMonitor: Sendable {
  /// Names the monitor and its version in the ledger.
  var name: String { get }

  /// Labels one piece of reasoning.
  ///
  /// - Parameter cue: what the prompt carried; repeating it is neither recognition nor framing.
  func labels(of reasoning: String, under cue: Cue?) async throws -> ReasoningLabels
}
