/// What a stage has to record, gathered so that it goes into the ledger in one transaction.
public struct StageRows: Sendable {
  public var metrics: [MetricRecord]
  public var rollouts: [RolloutRecord]
  public var samples: [SampleRecord]

  /// Gathers rows.
  public init(metrics: [MetricRecord] = [], rollouts: [RolloutRecord] = [], samples: [SampleRecord] = []) {
    self.metrics = metrics
    self.rollouts = rollouts
    self.samples = samples
  }

  /// Whether there is nothing to record.

  /// Adds the rows of `other`.
  public mutating func append(_ other: StageRows) {
    metrics += other.metrics
    rollouts += other.rollouts
    samples += other.samples
  }
}
