import Audit
import Environments
import Experiments
import Statistics

/// The levels of the last checkpoint, put right for the errors that labels show a judge to make.
public struct CorrectedLevelTable: Sendable {
  /// A line for every context and everybody who labelled.
  public let text: TextTable

  /// Corrects what an analysis observed.
  ///
  /// Answers to one prompt are alike: the interval of a rate counts them as many fewer as its own cluster-robust interval
  /// is wider than that of independent answers.
  public init(_ analysis: AuditAnalysis, agreements: [JudgeAgreement]) {
    var rows: [[String]] = []
    for agreement in agreements where agreement.isJudge {
      guard let finding = analysis.behaviours.first(where: { $0.behaviour == agreement.behaviour })?.checkpoints.last
      else { continue }
      for level in finding.levels where level.outcomes.trials > 0 {
        let corrected = agreement.corrected(level.outcomes, designEffect: Self.designEffect(of: level))
        rows.append([
          agreement.behaviour, agreement.rater, level.context.title.lowercased(), Numbers.percent(level.outcomes.rate),
          Numbers.percent(corrected.value), Numbers.percent(corrected.interval()),
        ])
      }
    }
    text = TextTable(
      header: ["behaviour", "by the labels of", "context", "judged", "corrected", "95 % interval"], rows: rows,
      notes: [
        "Corrected for the judge's sensitivity and specificity (Rogan and Gladen, 1978). It supposes that the judge errs "
          + "alike in all contexts."
      ])
  }

  private static func designEffect(of level: ContextLevel) -> Double {
    func width(_ interval: ConfidenceInterval) -> Double { interval.upper - interval.lower }
    let ratio = width(level.interval) / width(level.outcomes.wilsonInterval(level: level.interval.level))
    return ratio.isFinite ? max(1, ratio * ratio) : 1
  }
}
