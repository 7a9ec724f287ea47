import Environments

/// What of an arm of the reward-hacking study enters a stage: no more, so that arms share what they have in common.
struct HackingInputs: Encodable {
  /// Framed probes use it too.
  var prompt: PromptVariant
  var hints: Bool
  var rewards: RewardConfiguration?
  var hardShare: Double?
  var penalty: PenaltyConfiguration?
  var preferenceWeight: Double?
  var rlhf: RLHFConfiguration?
  var closesHacksFrom: Int?
  /// Where RL is stopped.
  var onset: OnsetConfiguration?
  var finetuning: HackingArm.Transcripts?

  /// What every stage with probes takes from an arm.
  init(_ arm: HackingArm) {
    prompt = arm.prompt
    hints = arm.hints
  }
}
