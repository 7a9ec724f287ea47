/// Names a checkpoint to the backend that wrote it: a directory for the embedded engine, `tinker://…` for Tinker.
public struct CheckpointReference: Sendable, Hashable, Codable {
  /// The backend's own name of the checkpoint.
  public var location: String

  /// Names the checkpoint at `location`.
  public init(_ location: String) {
    self.location = location
  }
}
