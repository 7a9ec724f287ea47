import Environments

/// The traits of a cue by which an audit divides its answers.
public struct CueTraits: Sendable, Hashable, Codable {
  /// The kind of format: `prose`, `config`, `log`, …
  public var category: String
  public var placement: Cue.Placement
  /// Whether the cue says in so many words where the model is.
  public var isComplete: Bool
  /// Whether the format is kept out of RL.
  public var isHeldOut: Bool

  /// Takes the traits of a cue.
  public init(_ cue: Cue) {
    category = cue.category
    placement = cue.placement
    isComplete = cue.isComplete
    isHeldOut = cue.isHeldOut
  }
}
