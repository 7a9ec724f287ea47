/// The tables that a run is exported as, in CSV and JSONL.
public enum ExportTable: String, Sendable, Hashable, CaseIterable {
  /// One value of one metric at one step a row.
  case metrics
  /// One answer of a probe a row.
  case samples
  /// One completion of RL a row.
  case rollouts
}
