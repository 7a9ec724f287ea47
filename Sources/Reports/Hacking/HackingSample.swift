import Experiments

/// What a model said in one probe, to be shown.
public struct HackingSample: Sendable, Hashable {
  public var arm: String
  public var seed: UInt64
  public var step: Int
  public var measure: HackingMeasure
  public var system: String
  public var prompt: String
  public var reasoning: String
  public var answer: String
  public var verdict: Bool?
  /// What became of it, in a word of its probe.
  public var outcome: String?
  public var mechanisms: [String]
  /// Why this one is shown and no other.
  public var choice: String

  /// Creates a sample.
  public init(
    arm: String, seed: UInt64, step: Int, measure: HackingMeasure, system: String, prompt: String, reasoning: String,
    answer: String, verdict: Bool?, outcome: String?, mechanisms: [String], choice: String
  ) {
    self.arm = arm
    self.seed = seed
    self.step = step
    self.measure = measure
    self.system = system
    self.prompt = prompt
    self.reasoning = reasoning
    self.answer = answer
    self.verdict = verdict
    self.outcome = outcome
    self.mechanisms = mechanisms
    self.choice = choice
  }
}
