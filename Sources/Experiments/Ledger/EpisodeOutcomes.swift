import Environments
import Reinforcement
import Statistics

/// What became of the episodes of one step of RL on code tasks.
public struct EpisodeOutcomes: Sendable, Hashable {
  /// A word of `CodeOutcome`, with how it came about.
  public struct Kind: Sendable, Hashable {
    public var outcome: CodeOutcome
    public var mechanisms: [HackMechanism]

    /// Names an outcome.
    public init(outcome: CodeOutcome, mechanisms: [HackMechanism] = []) {
      self.outcome = outcome
      self.mechanisms = mechanisms
    }
  }

  public var step: Int
  /// How many episodes had each outcome. Episodes without a grade are not among them.
  public var counts: [Kind: Int]

  /// Counts episodes.
  public init(step: Int, counts: [Kind: Int]) {
    self.step = step
    self.counts = counts
  }

  init(step: Int, _ rollouts: [Rollout]) {
    let kinds = rollouts.compactMap { Kind($0.outcome, mechanisms: $0.mechanisms) }
    self.init(step: step, counts: Dictionary(kinds.map { ($0, 1) }, uniquingKeysWith: +))
  }

  /// Successful hacks among all episodes.
  public var hacks: Proportion { proportion { CodeGrade.isHack($0.outcome, $0.mechanisms) } }

  /// Episodes that work by a mechanism among all: successful hacks alone.
  public func hacks(by mechanism: HackMechanism) -> Proportion {
    proportion { $0.outcome == .rewardHack && $0.mechanisms.contains(mechanism) }
  }

  /// Episodes with an outcome among all.
  public func share(of outcome: CodeOutcome) -> Proportion { proportion { $0.outcome == outcome } }

  private func proportion(of isCounted: (Kind) -> Bool) -> Proportion {
    counts.reduce(into: Proportion()) { proportion, entry in
      proportion += Proportion(successes: isCounted(entry.key) ? entry.value : 0, trials: entry.value)
    }
  }
}

extension EpisodeOutcomes.Kind {
  init?(_ outcome: String?, mechanisms: [String]) {
    guard let outcome = outcome.flatMap(CodeOutcome.init) else { return nil }
    self.init(outcome: outcome, mechanisms: mechanisms.compactMap(HackMechanism.init))
  }
}
