/// The forms in which a run can be handed to other programs.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// A log of Inspect for every probe, as `.eval`.
  case inspect
  /// The same as `.json`.
  case inspectJSON = "inspect-json"
  /// Event files of TensorBoard, a directory for every arm and seed.
  case tensorboard
  /// Tables with a header line.
  case csv
  /// An object a line; samples and rollouts with the keys of `RolloutRecording`.
  case jsonl
}
