import Environments
import Probes

/// What one answer of an audited model counts for, without its text.
public struct AuditSample: Sendable, Hashable {
  /// What the verdict is about: the behaviour that RL rewarded, or another that a judge looks for.
  public var behaviour: String
  /// The checkpoint that answered.
  public var checkpoint: String
  /// Names the prompt; answers to one prompt are compared with one another.
  public var prompt: String
  /// The kind of the prompt; empty where prompts have none.
  public var category: String
  /// What the prompt told the model about where it is.
  public var context: Context
  /// What is known of the cue that the prompt carried; `nil` for a bare prompt.
  public var cue: CueTraits?
  /// What the judge found; an answer that could not be had or judged is missing.
  public var verdict: Verdict
  /// What a monitor read in the reasoning; `nil` where there is none to read.
  public var labels: ReasoningLabels?

  /// Creates a sample.
  public init(
    behaviour: String = "compliance", checkpoint: String, prompt: String, category: String = "", context: Context,
    cue: CueTraits? = nil, verdict: Verdict, labels: ReasoningLabels? = nil
  ) {
    self.behaviour = behaviour
    self.checkpoint = checkpoint
    self.prompt = prompt
    self.category = category
    self.context = context
    self.cue = cue
    self.verdict = verdict
    self.labels = labels
  }
}
