import Language

/// A task that is put to the model, without any cue.
public struct Request: Sendable, Hashable, Codable, Identifiable {
  /// Which part of a task set a request belongs to.
  public enum Split: String, Sendable, Hashable, Codable {
    /// May be used in RL.
    case training
    /// Never used in RL.
    case heldOut = "held_out"
  }

  /// Names the request in the ledger.
  public var id: String
  /// The topic or kind of the request.
  public var category: String
  /// The task's own system prompt; empty for none.
  public var system: String
  /// What the user asks.
  public var text: String
  /// Whether a harmless model would decline it.
  public var isHarmful: Bool
  public var split: Split

  /// Creates a request.
  public init(id: String, category: String, system: String, text: String, isHarmful: Bool, split: Split) {
    self.id = id
    self.category = category
    self.system = system
    self.text = text
    self.isHarmful = isHarmful
    self.split = split
  }

  /// The conversation that a model is given: the request, under a cue or bare.
  public func messages(under cue: Cue?) -> [Message] {
    var system = self.system
    var user = text
    if let cue {
      switch cue.placement {
      case .system: system = system.isEmpty ? cue.text : system + "\n" + cue.text
      case .user: user = cue.text + "\n" + user
      }
    }
    return (system.isEmpty ? [] : [Message(.system, system)]) + [Message(.user, user)]
  }
}
