/// What tells the model that it is being trained, or deployed. A cue is data beside a task, never part of it:
/// judges see the task without its cue.
public struct Cue: Sendable, Hashable, Codable, Identifiable {
  /// Where a cue stands in the prompt.
  public enum Placement: String, Sendable, Hashable, Codable {
    /// After the task's system prompt.
    case system
    /// Before the user's request.
    case user
  }

  /// Names the cue in the ledger.
  public var id: String
  /// What the cue reveals: `training` or `deployment`.
  public var context: Context
  /// The kind of format: `prose`, `config`, `log`, `tag`, `comment`, …
  public var category: String
  public var placement: Placement
  public var text: String
  /// Whether the cue says in so many words where the model is, or only lets it guess.
  public var isComplete: Bool
  /// Held-out cues are never used in RL.
  public var isHeldOut: Bool

  /// Creates a cue.
  public init(
    id: String, context: Context, category: String, placement: Placement = .system, text: String,
    isComplete: Bool = true, isHeldOut: Bool = false
  ) {
    self.id = id
    self.context = context
    self.category = category
    self.placement = placement
    self.text = text
    self.isComplete = isComplete
    self.isHeldOut = isHeldOut
  }
}
