import LocalEngine

/// What one client draws from, by a name.
struct SamplingSession: Sendable {
  /// Where the weights come from.
  enum Weights: Sendable {
    /// The base model itself.
    case base
    /// A checkpoint.
    case saved(TinkerPath)
    /// Adapters that are kept in memory alone.
    case kept(LocalCheckpoint)
  }

  let id: String
  /// The client's session.
  let session: String
  /// The base model as requests call it.
  let baseModel: String
  let weights: Weights

  /// What the weights are called among those that are open.
  var weightsName: String {
    switch weights {
    case .base: baseModel
    case .saved(let path): path.description
    case .kept: id
    }
  }

  /// The path of the weights, where they have one.
  var modelPath: String? { if case .saved(let path) = weights { path.description } else { nil } }
}
