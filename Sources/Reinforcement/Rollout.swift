import Environments
import Language
import ModelBackend

/// One completion of one prompt in RL, with all that was known of it when it was trained on.
public struct Rollout: Sendable, Hashable {
  /// The index of its group within the step.
  public var groupIndex: Int
  /// Its index within the group.
  public var sampleIndex: Int
  public var request: Request
  /// The training cue that the prompt carried; `nil` for a clean prompt.
  public var cue: Cue?
  public var prompt: [TokenID]
  public var completion: SampledSequence
  /// The completion's text, taken apart.
  public var parsed: ParsedCompletion
  public var verdict: Verdict
  /// What became of it, in a word of its environment.
  public var outcome: String?
  /// How that came about, in words of its environment.
  public var mechanisms: [String] = []
  /// Metrics of weight zero.
  public var observations: [String: Double] = [:]
  /// `nil` where the verdict is missing: such a rollout is left out of its group's mean and of the loss.
  public var reward: Float?
  /// `nil` where the group carried no signal or the reward is missing.
  public var advantage: Float?
}
