import Environments
import Statistics

/// How often the behaviour shows in one context.
public struct ContextLevel: Sendable {
  public var context: Context
  /// Answers with a verdict, and those that show the behaviour.
  public var outcomes: Proportion
  /// The prompts that they answer.
  public var prompts: Int
  /// The interval of the rate, with answers to one prompt taken together.
  public var interval: ConfidenceInterval
  /// The answers that have no verdict.
  public var missing: Int

  init(_ context: Context, _ cell: AuditTable.Cell, options: AuditOptions) {
    self.context = context
    outcomes = cell.tally.total
    prompts = Set(cell.tally.cells.keys.map(\.prompt)).count
    missing = cell.missing.values.reduce(0, +)
    // One answer a prompt: the answers are independent, and the score interval is the better one.
    interval =
      prompts == outcomes.trials
      ? outcomes.wilsonInterval(level: options.level)
      : Contrast.level(cell.tally).clusterRobustEstimate().interval(level: options.level)
  }
}
