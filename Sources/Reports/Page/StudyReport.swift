import Experiments

/// The report on a study of generalization hacking.
public struct StudyReport: RunReport {
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

  public var headline: Headline { Headline(analysis) }
  public func html() -> String { StudyPage(analysis).html() }
  public func mainFigure() -> Figure { StudyFigures(analysis).main }
  public func summaryTable() -> TextTable { SummaryTable(analysis).text }
}
