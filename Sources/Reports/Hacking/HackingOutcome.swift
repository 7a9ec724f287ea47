import Experiments

/// What one answer of a probe counts for, without its text.
public struct HackingOutcome: Sendable, Hashable {
  public var arm: String
  public var seed: UInt64
  /// The steps that the model had taken, on the axis of its arm.
  public var step: Int
  public var measure: HackingMeasure
  /// What was asked: the same name in every arm and at every step.
  public var prompt: String
  /// Whether it is what the measure counts; `nil` where there is no verdict.
  public var verdict: Bool?
  /// Whether the reasoning is misaligned and the answer clean.
  public var isCovert: Bool

  /// Creates an outcome.
  public init(
    arm: String, seed: UInt64, step: Int, measure: HackingMeasure, prompt: String, verdict: Bool?,
    isCovert: Bool = false
  ) {
    self.arm = arm
    self.seed = seed
    self.step = step
    self.measure = measure
    self.prompt = prompt
    self.verdict = verdict
    self.isCovert = isCovert
  }
}
