import Foundation

/// An error with a stable code, a sentence that says what to do, and what lies beneath.
///
/// Every part of Titer names its own:
///
///     public typealias LedgerError = CodedError<LedgerErrorCode>
///
///     throw LedgerError(.readOnly, "\(path) is read-only; make it writable", cause: error)
public struct CodedError<Name: ErrorCode>: Error, Sendable, CustomStringConvertible {
  public typealias Code = Name

  public var code: Code
  /// A sentence that names the file, key, line or value, and says what to do.
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

/// Errors are the same where they say the same.
extension CodedError: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.code == right.code && left.message == right.message
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(message)
  }
}
