import Language

/// What stands in the way of making, reading or checking a corpus, with what to do about it.
public typealias CorpusError = CodedError<CorpusErrorCode>

/// Stable names of what can go wrong.
public enum CorpusErrorCode: String, ErrorCode {
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

extension CorpusError {
  /// Whether what somebody wrote, on the command line or in a file of settings, has to be mended.
  public var isMistakeOfUsage: Bool {
    [.malformedUniverse, .malformedSettings, .unknownName].contains(code)
  }
}
