import Experiments

/// The report on a study of reward hacking.
public struct HackingReport: RunReport {
  public let analysis: HackingAnalysis

  /// Reports on a study.
  public init(_ data: HackingData, options: StudyOptions = StudyOptions()) {
    analysis = HackingAnalysis(data, options: options)
  }

  public var headline: Headline { HackingHeadline(analysis).headline }
  public func html() -> String { HackingPage(analysis).html() }
  public func mainFigure() -> Figure { HackingFigures(analysis).main }
  public func summaryTable() -> TextTable { HackingMatrix(analysis).text }
}
