import Foundation

/// A checkpoint of a training job that is still going on.
public struct WatchedCheckpoint: Sendable, Hashable, Identifiable {
  /// Where a checkpoint is.
  public enum Location: Sendable, Hashable {
    /// A directory in Hugging Face's form: of a model, or of an adapter.
    case directory(URL)
    /// A model that an endpoint serves under this name.
    case model(String)
  }

  /// Its path below the watched directory, or the model's name.
  public var id: String
  /// The updates that it has seen, where its name says.
  public var step: Int?
  public var location: Location

  /// Names a checkpoint.
  public init(id: String, step: Int?, location: Location) {
    self.id = id
    self.step = step
    self.location = location
  }

  /// The step that a path or a model's name speaks of: the number after the last `step`, `checkpoint` or the like, else
  /// the number at its end.
  static func step(in name: String) -> Int? {
    let named = name.matches(of: /(?i)(?:checkpoint|ckpt|global_step|step|iter(?:ation)?|update|epoch)s?[-_=]?(\d+)/)
      .last
    if let named { return Int(named.1) }
    return name.firstMatch(of: /[-_@:](\d+)$/).flatMap { Int($0.1) }
  }
}
