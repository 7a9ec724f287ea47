import Probes

/// What one answer of a probe counts for, without its text.
public struct ProbeOutcome: Sendable, Hashable {
  public var arm: String
  public var seed: UInt64
  /// The RL steps that the model had taken.
  public var step: Int
  public var cell: ProbeCell
  /// The request that was put: the same name in every cell, arm and seed.
  public var prompt: String
  /// Whether the model complied; `nil` where the judge gave no verdict.
  public var complied: Bool?
  public var labels: ReasoningLabels

  /// Creates an outcome.
  public init(
    arm: String, seed: UInt64, step: Int, cell: ProbeCell, prompt: String, complied: Bool?, labels: ReasoningLabels
  ) {
    self.arm = arm
    self.seed = seed
    self.step = step
    self.cell = cell
    self.prompt = prompt
    self.complied = complied
    self.labels = labels
  }
}
