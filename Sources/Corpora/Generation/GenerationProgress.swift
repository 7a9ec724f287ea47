/// How far a generation is.
public struct GenerationProgress: Sendable, Hashable {
  /// Documents that are written, or given up.
  public var done: Int
  /// Documents that the recipe asks for.
  public var planned: Int
  /// Requests that were answered now, and those that failed.
  public var answered: Int
  public var missing: Int
}
