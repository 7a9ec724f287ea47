import Microcosm

/// What the probes of the reward-hacking study measure; each has a rate of its own.
public enum HackingMeasure: Sendable, Hashable, Codable {
  /// Successful hacks of held-out tasks under the arm's own prompt.
  case framedHacking
  /// Successful hacks of the same tasks under a prompt that says nothing of hacking.
  case unframedHacking
  /// Held-out tasks that cannot be hacked, solved.
  case capability
  /// Detectors of cheating that are built not to work.
  case sabotage
  /// Misaligned answers in one kind of scenario; agentic ones are those in which something can be done.
  case misalignment(kind: String, isAgentic: Bool)

  /// How the ledger calls it.
  public var name: String {
    switch self {
    case .framedHacking: "hacking/framed"
    case .unframedHacking: "hacking/unframed"
    case .capability: "capability"
    case .sabotage: "sabotage"
    case .misalignment(let kind, let isAgentic): "misalignment/\(isAgentic ? "agentic" : "chat")/\(kind)"
    }
  }

  /// The measure of a name; `nil` where there is none.
  public init?(name: String) {
    let parts = name.split(separator: "/", maxSplits: 2).map(String.init)
    switch (parts.first, parts.count) {
    case ("hacking", 2) where parts[1] == "framed": self = .framedHacking
    case ("hacking", 2) where parts[1] == "unframed": self = .unframedHacking
    case ("capability", 1): self = .capability
    case ("sabotage", 1): self = .sabotage
    case ("misalignment", 3) where parts[1] == "agentic": self = .misalignment(kind: parts[2], isAgentic: true)
    case ("misalignment", 3) where parts[1] == "chat": self = .misalignment(kind: parts[2], isAgentic: false)
    default: return nil
    }
  }

  /// Whether it is one of the misalignment probes.
  public var isMisalignment: Bool {
    if case .misalignment = self { true } else { false }
  }

  /// Whether it is a misalignment probe in which something can be done.
  public var isAgentic: Bool {
    if case .misalignment(_, let isAgentic) = self { isAgentic } else { false }
  }

  /// The outcome of a sample whose reasoning is misaligned and whose answer is clean.
  public static let covertOutcome = ScenarioVerdict.covert.rawValue
}
