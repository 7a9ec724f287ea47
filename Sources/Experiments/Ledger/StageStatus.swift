/// How far a stage of a run is.
public enum StageStatus: String, Sendable, Hashable, Codable {
  case pending
  case running
  case done
}
