import Audit
import Environments
import Experiments

/// The report on an audit: a page, a table for the terminal, a summary for programs. All show the same numbers.
///
///     let report = try await AuditReport(ledger: ledger, options: configuration.options)
///     try Data(report.html().utf8).write(to: directory.report)
///     print(report.table())
public struct AuditReport: Sendable {
  public let record: AuditRecord
  public let analysis: AuditAnalysis
  let comparisons: [TranscriptComparison]
  /// How the audit is asked for again.
  let command: String

  /// Reports on the audit of a ledger, as far as it is.
  ///
  /// - Parameter command: what repeats the audit.
  /// - Throws: `LedgerError` where the ledger cannot be read.
  public init(ledger: AuditLedger, options: AuditOptions, command: String = "titer audit audit.yaml") async throws {
    record = try await ledger.record()
    let checkpoints = record.checkpoints.map(\.name)
    analysis = AuditAnalysis(try await ledger.table(), checkpoints: checkpoints, options: options)
    self.command = command
    var comparisons: [TranscriptComparison] = []
    if let checkpoint = checkpoints.last {
      for behaviour in analysis.behaviours.map(\.behaviour) {
        comparisons += try await TranscriptChoice(ledger: ledger, checkpoint: checkpoint, behaviour: behaviour)
          .comparisons(reference: options.reference)
      }
    }
    self.comparisons = comparisons
  }

  /// Reports on what was analysed elsewhere.
  package init(
    record: AuditRecord, analysis: AuditAnalysis, comparisons: [TranscriptComparison] = [],
    command: String = "titer audit audit.yaml"
  ) {
    self.record = record
    self.analysis = analysis
    self.comparisons = comparisons
    self.command = command
  }

  /// The finding in words.
  public var headline: AuditHeadline { AuditHeadline(record, analysis) }

  /// The whole report as one HTML file. It loads nothing, runs no script and forbids both to whatever might try.
  public func html() -> String { AuditPage(self).html() }

  /// The content of the page, to be laid out elsewhere.
  package var content: [Markup] { [AuditPage(self).header] + AuditPage(self).sections }

  /// Every checkpoint, for a terminal.
  public func table() -> TextTable { AuditFindingTable(analysis).text }

  /// The numbers, for programs.
  public var summary: AuditSummary { AuditSummary(record, analysis) }
}
