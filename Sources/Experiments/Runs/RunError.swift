import Foundation

/// A run that cannot begin or go on, with what to do about it.
public struct RunError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    case inUse = "run_in_use"
    case unknownRun = "run_unknown"
    case ambiguousRun = "run_ambiguous"
    case unknownCheckpoint = "run_unknown_checkpoint"
    case notWritable = "run_not_writable"
    case changed = "run_changed"
    case diverged = "run_diverged"
    case unsupported = "run_unsupported"
  }

  public var code: Code
  /// A sentence that names the run and says what to do.
  public var message: String
  /// What lies beneath, where something does.
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String {
    switch cause {
    case nil: message
    // Foundation describes its errors by their whole contents; the sentence is enough.
    case let cause as CocoaError: "\(message) (\(cause.localizedDescription))"
    case let cause as POSIXError: "\(message) (\(cause.localizedDescription))"
    case let cause?: "\(message) (\(cause))"
    }
  }
}
