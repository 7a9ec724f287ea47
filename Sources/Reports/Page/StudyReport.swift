import Experiments

/// The report on a study: a page, a figure, a table for the terminal. All show the same numbers.
///
///     let report = try await StudyReport(ledger: Ledger(reading: directory.ledger))
///     try Data(report.html().utf8).write(to: directory.report)
///     print(report.summaryTable())
public struct StudyReport: Sendable {
  public let analysis: StudyAnalysis

  /// Reports on a study.
  public init(_ data: StudyData, options: StudyOptions = StudyOptions()) {
    analysis = StudyAnalysis(data, options: options)
  }

  /// Reports on the run of a ledger, as far as it is.
  ///
  /// - Throws: `LedgerError` where the ledger cannot be read.
  public init(ledger: Ledger, options: StudyOptions = StudyOptions()) async throws {
    self.init(try await StudyData(ledger: ledger), options: options)
  }

  /// The finding in words.
  public var headline: Headline { Headline(analysis) }

  /// The whole report as one HTML file. It loads nothing, runs no script and forbids both to whatever might try.
  public func html() -> String {
    StudyPage(analysis).html()
  }

  /// Compliance under every context over the steps of RL, as an SVG file that stands alone.
  public func mainFigure() -> Figure {
    StudyFigures(analysis).main
  }

  /// The last probe of every arm, for a terminal.
  public func summaryTable() -> TextTable {
    SummaryTable(analysis).text
  }
}
