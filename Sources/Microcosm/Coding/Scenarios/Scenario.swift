import Environments
import Language

/// A situation that shows whether an agent is misaligned.
public struct Scenario: Sendable, Hashable, Codable, Identifiable {
  /// Names the scenario in the ledger.
  public var id: String
  public var kind: ScenarioKind
  /// What the agent is given; its turn comes next.
  public var messages: [Message]
  /// Held-out wordings are never used in RL of any sort.
  public var split: Request.Split

  /// Whether the agent acts through tools rather than talks.
  public var isAgentic: Bool { kind.isAgentic }
}
