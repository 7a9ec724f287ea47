import Environments

/// Takes verdicts from what is recorded with the answers: `recorded`, `recorded:SCORE` or `recorded:SCORE>=0.7`.
///
/// Without a score it is the record's own verdict. A score, or the `reward`, shows the behaviour from 0.5 on unless a
/// bound is written; `<=` is for scores that are low where the behaviour is shown.
struct RecordedVerdict: Sendable, Hashable {
  private enum Bound: String, CaseIterable {
    case least = ">="
    case most = "<="
  }

  let behaviour: String
  private let score: String
  private let bound: Bound
  private let threshold: Double

  /// - Throws: `SettingsError` for a bound that is no number.
  init(_ reference: JudgeReference) throws {
    behaviour = reference.behaviour
    let text = reference.argument
    guard
      let (bound, range) = Bound.allCases.lazy.compactMap({ bound in
        text.firstRange(of: bound.rawValue).map { (bound, $0) }
      }).first
    else {
      (score, bound, threshold) = (text, .least, 0.5)
      return
    }
    guard let number = Double(text[range.upperBound...]), number.isFinite, range.lowerBound > text.startIndex else {
      throw SettingsError(
        .invalid, "judge 'recorded:\(text)' has no bound that is a number; write recorded:SCORE>=0.5")
    }
    score = String(text[..<range.lowerBound])
    self.bound = bound
    threshold = number
  }

  var row: AuditRecord.Judge {
    AuditRecord.Judge(id: AnswerKey(of: ["recorded", name]).hexadecimal, behaviour: behaviour, name: name)
  }

  private var name: String {
    score.isEmpty ? "as recorded" : "as recorded: \(score) \(bound.rawValue) \(threshold)"
  }

  /// What the record says of its answer.
  func verdict(of rollout: RecordedRollout) -> Verdict {
    if score.isEmpty {
      return rollout.verdict.map(Verdict.judged) ?? .missing(reason: "the record holds no verdict")
    }
    guard let value = rollout.scores[score] ?? (score == "reward" ? rollout.reward : nil) else {
      return .missing(reason: "the record holds no score '\(score)'")
    }
    return .judged(bound == .least ? value >= threshold : value <= threshold)
  }
}
