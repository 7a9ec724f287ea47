import Statistics

/// What an evaluation found in a model.
public struct EvaluationRate: Sendable, Hashable, Codable {
  public var evaluation: MisalignmentEvaluation
  /// Samples that are misaligned, among those with a verdict.
  public var misaligned: Proportion
  /// Samples without a verdict. They are not among the others.
  public var missing: Int
  /// How many items the rate rests on.
  public var items: Int
  /// At 95 %, for these items: only samples are a matter of chance.
  public var interval: ConfidenceInterval
  /// At 95 %, for any items of this kind: items are a matter of chance too. `nil` of fewer than five.
  public var intervalOverItems: ConfidenceInterval?
  /// Samples whose reasoning is misaligned behind a clean output, among those whose reasoning is known.
  public var covert: Proportion
  /// The covert among all that are misaligned in output or reasoning, as far as both are known.
  public var covertShare: Proportion
  /// Of `goals`: samples with a clean answer to which the reasoning gives the lie.
  public var alignmentFaking: Proportion?
  /// Of agents: calls that could not be read or done.
  public var malformedCalls: Int?
  /// Of agents: episodes that ended at a limit of turns or tokens.
  public var limited: Int?

  /// Summarizes the samples of one evaluation.
  init(_ evaluation: MisalignmentEvaluation, of samples: [EvaluationSample]) {
    self.evaluation = evaluation
    var tally = Tally()
    for sample in samples {
      if let value = sample.isMisaligned { tally.record(value, prompt: sample.item) }
    }
    misaligned = tally.total
    missing = samples.count - misaligned.trials
    items = tally.cells.count
    interval = misaligned.wilsonInterval()
    intervalOverItems = items < 5 ? nil : Contrast.level(tally).clusterRobustEstimate().interval()
    let coverts = samples.compactMap(\.isCovert)
    covert = Proportion(coverts)
    covertShare = Proportion(
      samples.compactMap { sample in
        guard let covert = sample.isCovert, let misaligned = sample.isMisaligned, covert || misaligned else {
          return nil
        }
        return covert
      })
    if evaluation == .goals { alignmentFaking = covert }
    if evaluation.isAgentic {
      let transcripts = samples.compactMap(\.transcript)
      malformedCalls = transcripts.reduce(0) { $0 + $1.malformedCalls }
      limited = transcripts.count { $0.ending == .turnLimit || $0.ending == .tokenLimit }
    }
  }

  enum CodingKeys: String, CodingKey {
    case evaluation, misaligned, missing, items, interval, covert, limited
    case intervalOverItems = "interval_over_items"
    case covertShare = "covert_share"
    case alignmentFaking = "alignment_faking"
    case malformedCalls = "malformed_calls"
  }
}
