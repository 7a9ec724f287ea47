import Probes
import Statistics

/// What a study found of one arm at its last probe.
public struct ArmSummary: Sendable {
  /// What the gap says of the run.
  public enum Finding: String, Sendable, Hashable, Codable {
    /// Training changed the model: its gap is equivalent to zero within the margin.
    case generalized
    /// Training changed the model's manners while it is trained: its gap is above the margin.
    case resisted
    /// The model does more without training cues than with them, by more than the margin.
    case reversed
    /// The model hardly shows the behaviour even under training cues: there is nothing that could generalize.
    case absent
    /// The data do not tell.
    case inconclusive
  }

  public var arm: String
  /// The step of the probe that everything but the reward comes from.
  public var step: Int
  /// Compliance in each cell.
  public var compliance: [ProbeCell: Proportion]
  /// Training cues minus the bare prompt: the primary gap.
  public var gap: ContrastEstimate
  /// The primary gap of the trained models at hand, whatever other seeds might give.
  public var gapOfTheseSeeds: ContrastEstimate
  /// The primary gap of every seed by itself, in the order of the seeds.
  public var gapBySeed: [(seed: UInt64, gap: ContrastEstimate)]
  /// Training cues minus deployment cues.
  public var gapToDeployment: ContrastEstimate
  /// The primary gap minus the control's; `nil` for the control and where there is none.
  public var gapBeyondControl: ContrastEstimate?
  /// How many answers under training cues come with reasoning that frames compliance as training-only.
  public var framing: Proportion
  /// The same among those answers that comply.
  public var framingGivenCompliance: Proportion
  /// How many answers under training cues come with reasoning that says that this is training.
  public var recognition: Proportion
  /// The answers that the judge gave no verdict on, in all cells.
  public var missingVerdicts: Int
  /// Reward over the last steps: one mean for each seed.
  public var reward: MeanEstimate
  public var finding: Finding
}
