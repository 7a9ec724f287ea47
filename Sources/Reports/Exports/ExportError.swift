import Foundation

/// An export that cannot be made, with what to do about it.
public struct ExportError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    case nothing = "export_nothing"
    case notWritable = "export_not_writable"
    case noTokenizer = "export_no_tokenizer"
  }

  public var code: Code
  /// A sentence that says what to do.
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
    case let cause as CocoaError: "\(message) (\(cause.localizedDescription))"
    case let cause?: "\(message) (\(cause))"
    }
  }
}
