/// What happens in a run.
public enum ProgressEvent: Sendable {
  /// The run goes on or begins; `directory` is where everything about it lies.
  case runStarted(id: String, directory: String, stages: Int)
  /// A stage was taken from the cache, or was already done.
  case stageReused(StageProgress)
  /// A stage begins or goes on.
  case stageStarted(StageProgress)
  /// A stage has done one more step.
  case stageAdvanced(StageProgress)
  case stageFinished(StageProgress)
  case runFinished(id: String, seconds: Double)
  /// The run ended early because somebody asked for it.
  case runStopped(id: String)
}
