/// Where checkpoints appear.
protocol CheckpointSource: Sendable {
  /// What is there now, each with a mark that changes as long as it is being written.
  func look() async throws -> [(checkpoint: WatchedCheckpoint, mark: String)]
}

/// The models that an endpoint serves. A served model is whole.
struct ServedModels: CheckpointSource {
  let list: @Sendable () async throws -> [String]

  func look() async throws -> [(checkpoint: WatchedCheckpoint, mark: String)] {
    try await list().map { name in
      (WatchedCheckpoint(id: name, step: WatchedCheckpoint.step(in: name), location: .model(name)), "")
    }
  }
}
