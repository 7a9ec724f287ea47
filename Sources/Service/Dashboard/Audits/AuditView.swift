import Audit
import Experiments
import Reports

/// An audit: its verdict, levels, gaps and transcripts, as its report has them.
struct AuditView {
  let directory: AuditDirectory
  let report: AuditReport

  /// Reads an audit.
  ///
  /// - Throws: `LedgerError` where its ledger cannot be read.
  init(_ directory: AuditDirectory) async throws {
    self.directory = directory
    let ledger = try AuditLedger(reading: directory.ledger)
    let record = try await ledger.record()
    // Settings of another version may not be read; what they are held against is then as it is by default.
    let options = (try? AuditConfiguration(yaml: record.settings, name: "audit.yaml"))?.options ?? AuditOptions()
    report = try await AuditReport(ledger: ledger, options: options, command: "titer audit audit.yaml")
  }

  var content: [Markup] {
    [
      .group(report.content),
      .tag(
        "nav", ["class": "tools", "aria-label": "This audit"],
        [
          .tag("a", ["href": DashboardAddress.audit(directory.id, "answers")], "All answers"),
          .tag("a", ["href": DashboardAddress.audit(directory.id, "annotate")], "Label blind"),
        ]),
    ]
  }
}
