import Experiments

/// The report on a run: a page, a figure, a table for the terminal. All show the same numbers.
///
///     let report = try await report(on: Ledger(reading: directory.ledger))
///     try Data(report.html().utf8).write(to: directory.report)
///     print(report.summaryTable())
public protocol RunReport: Sendable {
  /// The finding in words.
  var headline: Headline { get }

  /// The whole report as one HTML file. It loads nothing, runs no script and forbids both to whatever might try.
  func html() -> String

  /// What is measured over the steps of RL, as an SVG file that stands alone.
  func mainFigure() -> Figure

  /// The last probe of every arm, for a terminal.
  func summaryTable() -> TextTable
}

/// Reports on the run of a ledger, as far as it is, by the kind of its study.
///
/// - Throws: `LedgerError` where the ledger cannot be read.
public func report(on ledger: Ledger, options: StudyOptions = StudyOptions()) async throws -> any RunReport {
  let run = try await ledger.run()
  switch try Experiment.study(ofResolved: run.experiment) {
  case .generalizationHacking: return StudyReport(try await StudyData(ledger: ledger), options: options)
  case .rewardHacking: return HackingReport(try await HackingData(ledger: ledger), options: options)
  }
}
