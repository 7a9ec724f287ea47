/// RL on prompts that a preference model rewards, as safety training does.
public struct RLHFConfiguration: Sendable, Hashable, Codable {
  /// Where it stands to RL on code tasks.
  public enum Time: String, Sendable, Hashable, Codable, CaseIterable {
    case before, during, after
  }

  /// What is asked.
  public enum Prompts: String, Sendable, Hashable, Codable, CaseIterable {
    /// Chat alone.
    case chat
    /// Chat, agentic situations and dilemmas.
    case diverse
  }

  public var when: Time
  public var prompts: Prompts
  /// The steps of the stage before or after RL on code tasks.
  public var steps: Int
  /// The share of prompts where it goes on during RL on code tasks.
  public var fraction: Double

  /// Describes a stage, or a share, of preference training.
  public init(when: Time = .after, prompts: Prompts = .chat, steps: Int = 40, fraction: Double = 0.5) {
    self.when = when
    self.prompts = prompts
    self.steps = steps
    self.fraction = fraction
  }
}
