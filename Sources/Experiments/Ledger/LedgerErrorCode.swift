import Foundation
import GRDB
import Language

/// A failure of a run's ledger, with what to do about it.
public typealias LedgerError = CodedError<LedgerErrorCode>

/// Stable names of what can go wrong.
public enum LedgerErrorCode: String, ErrorCode {
  case missing = "ledger_missing"
  case newerVersion = "ledger_newer_version"
  case olderVersion = "ledger_older_version"
  case cannotOpen = "ledger_cannot_open"
  case readOnly = "ledger_read_only"
  case diskFull = "ledger_disk_full"
  case damaged = "ledger_damaged"
  case failed = "ledger_failed"
}

extension LedgerError {
  /// Says what an error of SQLite means for the ledger at `url`.
  init(_ error: DatabaseError, at url: URL) {
    let path = url.path
    self =
      switch error.resultCode {
      case .SQLITE_FULL:
        LedgerError(
          .diskFull, "the disk is full: \(path) cannot grow; free some space, then go on with --resume", cause: error)
      case .SQLITE_IOERR where error.extendedResultCode != .SQLITE_IOERR_READ:
        LedgerError(
          .diskFull,
          "\(path) cannot be written, most likely because the disk or a quota is full; free some space, "
            + "then go on with --resume",
          cause: error)
      case .SQLITE_READONLY, .SQLITE_PERM:
        LedgerError(
          .readOnly, "\(path) is read-only; make it and its directory writable, or choose another --directory",
          cause: error)
      case .SQLITE_CANTOPEN:
        LedgerError(
          .cannotOpen, "\(path) cannot be opened; see that its directory exists and is writable", cause: error)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        LedgerError(.damaged, "\(path) is damaged or no ledger; restore it or begin a new run", cause: error)
      default:
        LedgerError(.failed, "\(path): SQLite refused an operation", cause: error)
      }
  }
}
