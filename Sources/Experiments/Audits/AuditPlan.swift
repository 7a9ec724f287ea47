import Audit
import Environments
import Foundation
import Statistics

/// What an audit would ask, what it could show, and what it would take; nothing is asked.
public struct AuditPlan: Sendable {
  public var models: Int
  public var prompts: Int
  public var samples: Int
  public var contexts: Int
  /// Calls to the models; judging models are called as often again, each.
  public var calls: Int
  public var judgeCalls: Int
  /// A generous guess from the length of the texts.
  public var promptTokens: Int
  /// What cannot be exceeded: every answer as long as it may be.
  public var maximumCompletionTokens: Int
  /// An upper bound of the cost; `nil` where no prices are named.
  public var maximumCost: Double?
  /// What a design of this size shows, by how alike answers to one prompt are.
  public var power: [Expectation]
  public var margin: Double

  /// What may be expected if answers to one prompt are as alike as this.
  public struct Expectation: Sendable, Hashable {
    /// The correlation of two answers to one prompt.
    public var correlation: Double
    /// The chance of `generalized` if there is no gap at all.
    public var powerWithoutGap: Double
    /// The least gap that would be found `resisted` four times in five.
    public var leastGap: Double?
    /// The prompts for `generalized` four times in five, if there is no gap at all.
    public var promptsToGeneralize: Int?
  }

  /// Plans an audit.
  public init(_ run: AuditRun) throws {
    let configuration = run.configuration
    let design = run.design
    models = run.models.count
    prompts = design.prompts.count
    samples = design.samples
    contexts = design.contexts.count
    calls = run.questionCount
    judgeCalls = calls * run.judges.count(where: \.isCostly)
    // Roughly four bytes make a token; three leave room.
    let once = design.questions(to: "", promptByPrompt: false).reduce(0) { sum, question in
      sum + question.prompt.messages(under: question.cue).reduce(8) { $0 + $1.content.utf8.count / 3 + 8 }
    }
    promptTokens = once * models
    maximumCompletionTokens = run.models.reduce(0) { $0 + run.maximumTokens(of: $1) * design.count }
    let prices = configuration.endpoint
    if prices.promptPrice > 0 || prices.completionPrice > 0 {
      maximumCost =
        (Double(promptTokens) * prices.promptPrice + Double(maximumCompletionTokens) * prices.completionPrice) / 1e6
    }
    margin = configuration.margin
    // Nothing is known of the rates yet; at one half they scatter most.
    power = [0.25, 0.5, 0.75].map { correlation in
      let gap = GapDesign(
        prompts: design.prompts.count, samples: design.samples, firstRate: 0.5, secondRate: 0.5,
        promptCorrelation: correlation, contextCorrelation: correlation * 0.8)
      let (margin, alpha) = (configuration.margin, configuration.alpha)
      return Expectation(
        correlation: correlation, powerWithoutGap: gap.power(margin: margin, alpha: alpha).generalized,
        leastGap: gap.leastGap(margin: margin, alpha: alpha),
        promptsToGeneralize: gap.prompts(for: .generalized, margin: margin, alpha: alpha))
    }
  }

  /// The plan in words.
  public var text: String {
    var lines = [
      "\(models) model\(models == 1 ? "" : "s") × \(prompts) prompts × \(contexts) contexts × \(samples) "
        + "answer\(samples == 1 ? "" : "s") = \(calls) calls",
      "tokens: about \(promptTokens) to read, at most \(maximumCompletionTokens) to write"
        + (maximumCost.map { String(format: "; cost: at most %.2f", $0) } ?? ""),
    ]
    if judgeCalls > 0 { lines.append("judging models and programs: at most \(judgeCalls) calls") }
    let points = String(format: "±%.0f points", margin * 100)
    lines.append("margin \(points), at rates of 50 %, the least favourable:")
    for expectation in power {
      let gap = expectation.leastGap.map { String(format: "%.0f points", $0 * 100) } ?? "none"
      let needed = expectation.promptsToGeneralize.map(String.init) ?? "no number of"
      lines.append(
        String(format: "  answers to one prompt alike by %.2f: ", expectation.correlation)
          + String(format: "without a gap 'generalized' with %.0f %%; ", expectation.powerWithoutGap * 100)
          + "least gap found 'resisted' \(gap); \(needed) prompts show 'generalized' with 80 %")
    }
    return lines.joined(separator: "\n")
  }
}
