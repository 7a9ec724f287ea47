import Audit
import Experiments
import HTTPTypes

/// Why a page cannot be shown, with the status that says so.
struct DashboardError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  enum Code: String, Sendable, Hashable {
    case unknownPage = "page_unknown"
    case unknownRun = "run_unknown"
    case unknownSample = "sample_unknown"
    case invalidQuery = "query_invalid"
    case lockedLabel = "label_locked"
    case foreignOrigin = "origin_foreign"
    case unreadable = "ledger_unreadable"
    case busy = "too_many_streams"
    case failed = "page_failed"
  }

  var code: Code
  var status: HTTPResponse.Status
  /// A sentence that says what to do.
  var message: String

  init(_ code: Code, _ status: HTTPResponse.Status, _ message: String) {
    self.code = code
    self.status = status
    self.message = message
  }

  var description: String { message }

  static let unknownPage = DashboardError(
    .unknownPage, .notFound, "There is no such page. The list of runs leads to all there are.")

  /// What an error of another room means for who looks at a page.
  init(_ error: any Error) {
    switch error {
    case let error as DashboardError: self = error
    case let error as RunError where error.code == .unknownRun || error.code == .ambiguousRun:
      self.init(.unknownRun, .notFound, error.message)
    case let error as AuditError where error.code == .unknownAudit:
      self.init(.unknownRun, .notFound, error.message)
    case let error as LedgerError where error.code == .missing:
      self.init(.unreadable, .notFound, error.message)
    case let error as LedgerError: self.init(.unreadable, .internalServerError, error.message)
    default: self.init(.failed, .internalServerError, "The page could not be made: \(error)")
    }
  }
}
