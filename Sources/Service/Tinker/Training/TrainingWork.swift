import LocalEngine
import ModelBackend

/// What a model that is being trained can be asked to do.
enum TrainingWork: Sendable {
  /// Begins with fresh adapters, or with those of a checkpoint.
  case create(from: (path: TinkerPath, withOptimizer: Bool)?)
  case forward([Datum], Loss)
  case forwardBackward([Datum], Loss)
  case step(AdamParameters)
  case save(TinkerPath, CheckpointRecord, replaces: Bool)
  /// Saves what is sampled from under a name.
  case saveForSampling(TinkerPath, CheckpointRecord)
  /// Keeps what is sampled from for a sampling session of this name.
  case keepForSampling(session: String)
  case load(TinkerPath, withOptimizer: Bool)
  case unload
  /// What stood here was refused; it only takes its place.
  case nothing

  /// About how many bytes it holds.
  var size: Int {
    switch self {
    case .forward(let data, _), .forwardBackward(let data, _): data.reduce(256) { $0 + 20 * $1.tokens.count }
    default: 256
    }
  }
}
