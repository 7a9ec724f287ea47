/// How far a stage is, and what it looks like there.
public struct StageProgress: Sendable {
  public var stageID: String
  /// How a person would call it.
  public var title: String
  /// Its place among the run's stages, from one.
  public var number: Int
  /// How many stages the run has.
  public var count: Int
  public var step: Int
  public var steps: Int
  /// Steps a second since the stage began or went on; `nil` before the first.
  public var rate: Double?
  /// Seconds that the stage will still take, as far as can be told.
  public var remaining: Double?
  /// Seconds that the whole run will still take, as far as can be told.
  public var runRemaining: Double?
  /// The metrics of the step; empty where it has none.
  public var metrics: [String: Double]

  /// Describes a stage's progress.
  public init(
    stageID: String, title: String, number: Int, count: Int, step: Int, steps: Int, rate: Double? = nil,
    remaining: Double? = nil, runRemaining: Double? = nil, metrics: [String: Double] = [:]
  ) {
    self.stageID = stageID
    self.title = title
    self.number = number
    self.count = count
    self.step = step
    self.steps = steps
    self.rate = rate
    self.remaining = remaining
    self.runRemaining = runRemaining
    self.metrics = metrics
  }

  /// The metrics that say most at a glance, in a fixed order.
  var highlights: [(name: String, value: Double)] {
    let keys =
      metrics["reward"] == nil
      ? [("loss", "loss")]
      : [
        ("reward", "reward"), ("gap/bare", "gap to bare"), ("hack/rate", "hacks"), ("probe/misalignment", "misaligned"),
      ]
    return keys.compactMap { key, name in metrics[key].map { (name, $0) } }
  }
}
