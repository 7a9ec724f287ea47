import Environments
import Language

/// A completion that somebody recorded: during RL, or while a model was evaluated.
public struct RecordedRollout: Sendable, Hashable {
  /// What the prompt is called, where the record says.
  public var promptID: String?
  /// The conversation before the completion, without its cue where one was recognized.
  public var prompt: [Message]
  /// The reasoning, without its tags; `nil` where there is none.
  public var reasoning: String?
  /// What the model says after its reasoning.
  public var answer: String
  /// Whether the reasoning came to an end; where it did not, the answer is empty.
  public var isClosed: Bool
  /// Why there is no completion, where there is none: such a rollout is missing and never scored.
  public var failure: String?
  public var reward: Double?
  /// Whether the answer shows the behaviour under study, where the record says so.
  public var verdict: Bool?
  /// What every reward function or scorer gave, by its name.
  public var scores: [String: Double]
  /// The updates that the model had seen.
  public var step: Int?
  public var checkpoint: String?
  public var model: String?
  /// What the prompt tells of where the model is: as recorded, else as recognized; `nil` where neither says.
  public var context: Context?
  /// The cue of the prompt: the suite's that is recorded by name, else the one that was recognized.
  public var cue: Cue?
  /// Whatever else is recorded, as text.
  public var metadata: [String: String]
  /// Where it stands, for messages: `rollouts.jsonl:17`.
  public var place: String

  /// Creates a rollout.
  public init(
    promptID: String? = nil, prompt: [Message], reasoning: String? = nil, answer: String, isClosed: Bool = true,
    failure: String? = nil, reward: Double? = nil, verdict: Bool? = nil, scores: [String: Double] = [:],
    step: Int? = nil, checkpoint: String? = nil, model: String? = nil, context: Context? = nil, cue: Cue? = nil,
    metadata: [String: String] = [:], place: String = ""
  ) {
    self.promptID = promptID
    self.prompt = prompt
    self.reasoning = reasoning
    self.answer = answer
    self.isClosed = isClosed
    self.failure = failure
    self.reward = reward
    self.verdict = verdict
    self.scores = scores
    self.step = step
    self.checkpoint = checkpoint
    self.model = model
    self.context = context
    self.cue = cue
    self.metadata = metadata
    self.place = place
  }

  /// The same for two rollouts of one task: its name, else its text without the cue.
  ///
  /// Where no cue could be recognized the same task under two cues counts as two.
  public var promptKey: String {
    promptID ?? prompt.map { "\($0.role.rawValue)\n\($0.content)" }.joined(separator: "\n\n")
  }
}
