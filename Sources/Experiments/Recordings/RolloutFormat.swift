/// The forms in which rollouts are recorded.
public enum RolloutFormat: String, Sendable, Hashable, CaseIterable {
  /// One JSON object a line, with the keys that `RolloutRecording` lists.
  case jsonl
  /// TRL's `completions_00100.parquet`, which its GRPO trainer writes with `log_completions`, or that table as JSONL.
  case trl
  /// verl's `100.jsonl`, which it writes to `trainer.rollout_data_dir` and `validation_data_dir`.
  case verl
  /// Inspect's logs, `.eval` or `.json`.
  case inspect
}
