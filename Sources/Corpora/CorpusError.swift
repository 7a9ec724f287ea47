import Foundation

/// What stands in the way of making, reading or checking a corpus, with what to do about it.
public struct CorpusError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    case cannotRead = "corpus_cannot_read"
    case cannotWrite = "corpus_cannot_write"
    case inUse = "corpus_in_use"
    case damagedJournal = "corpus_damaged_journal"
    case malformedRecord = "corpus_malformed_record"
    case malformedUniverse = "corpus_malformed_universe"
    case malformedSettings = "corpus_malformed_settings"
    case unknownName = "corpus_unknown_name"
    case modelFails = "corpus_model_fails"
    case tooLittleText = "corpus_too_little_text"
  }

  public var code: Code
  /// A sentence that names the file, line or key and says what to do.
  public var message: String
  /// What lies beneath, where something does.
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// Whether what somebody wrote, on the command line or in a file of settings, has to be mended.
  public var isMistakeOfUsage: Bool {
    [.malformedUniverse, .malformedSettings, .unknownName].contains(code)
  }

  public var description: String {
    switch cause {
    case nil: message
    case let cause as CocoaError: "\(message) (\(cause.localizedDescription))"
    case let cause as POSIXError: "\(message) (\(cause.localizedDescription))"
    case let cause?: "\(message) (\(cause))"
    }
  }
}
