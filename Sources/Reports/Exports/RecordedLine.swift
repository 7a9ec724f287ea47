import Environments
import Experiments
import Language

/// A sample or a rollout as a line of JSONL that `RolloutRecording` reads.
struct RecordedLine: Encodable {
  struct Turn: Encodable {
    var role: String
    var content: String
  }

  struct Facts: Encodable {
    var run: String
    var arm: String?
    var seed: UInt64
    var stage: String
    var category: String
    var sample: Int
    var group: Int?
    var pair: Int?
    var heldOutCue: Bool?
    var stopReason: String?
    var tokens: Int?
    var advantage: Double?
    var recognition: Bool
    var framing: Bool
    var values: Bool
    var probe: String?
    var outcome: String?
    var mechanisms: String?

    private enum CodingKeys: String, CodingKey {
      case run, arm, seed, stage, category, sample, group, pair, tokens, advantage, recognition, framing, values
      case probe, outcome, mechanisms
      case heldOutCue = "held_out_cue"
      case stopReason = "stop_reason"
    }
  }

  var promptID: String
  var prompt: [Turn]
  var completion: String
  var reasoning: String?
  var reward: Double?
  var verdict: Bool?
  var step: Int
  var model: String
  var context: String
  var cue: String?
  var metadata: Facts

  init(_ sample: SampleRecord, _ text: PromptTexts, _ stage: StageRecord, run: String) {
    promptID = sample.requestID
    prompt = text.messages.map { Turn(role: $0.role.rawValue, content: $0.content) }
    completion = sample.answer
    reasoning = sample.reasoning
    verdict = sample.verdict
    step = sample.step
    model = stage.id
    context = sample.context.rawValue
    cue = sample.cueID
    metadata = Facts(
      run: run, arm: stage.arm, seed: stage.seed, stage: stage.id, category: text.category,
      sample: sample.sampleIndex, pair: sample.pairIndex, heldOutCue: sample.heldOutCue,
      recognition: sample.recognition, framing: sample.framing, values: sample.values, probe: sample.probe,
      outcome: sample.outcome, mechanisms: Self.joined(sample.mechanisms))
  }

  init(
    _ rollout: RolloutRecord, _ completion: ParsedCompletion, _ text: PromptTexts, _ stage: StageRecord, run: String
  ) {
    promptID = rollout.requestID
    prompt = text.messages.map { Turn(role: $0.role.rawValue, content: $0.content) }
    self.completion = completion.answer
    reasoning = completion.reasoning ?? ""
    reward = rollout.reward
    verdict = rollout.verdict
    step = rollout.step
    model = stage.id
    context = text.context.rawValue
    cue = rollout.cueID
    metadata = Facts(
      run: run, arm: stage.arm, seed: stage.seed, stage: stage.id, category: text.category,
      sample: rollout.sampleIndex, group: rollout.groupIndex, stopReason: rollout.stopReason.rawValue,
      tokens: rollout.tokens.elements.count, advantage: rollout.advantage, recognition: rollout.recognition,
      framing: rollout.framing, values: rollout.values, outcome: rollout.outcome,
      mechanisms: Self.joined(rollout.mechanisms))
  }

  private static func joined(_ list: WordList) -> String? {
    list.words.isEmpty ? nil : list.words.joined(separator: " ")
  }

  private enum CodingKeys: String, CodingKey {
    case prompt, completion, reasoning, reward, verdict, step, model, context, cue, metadata
    case promptID = "prompt_id"
  }
}
