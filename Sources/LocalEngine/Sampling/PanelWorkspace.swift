/// The memory in which one thread computes panels. All of it is feature-major, `[feature, 16]`.
final class PanelWorkspace {
  /// The residual stream, `[width, 16]`.
  let hidden: UnsafeMutablePointer<Float>
  /// A normalized copy of it, `[width, 16]`.
  let normed: UnsafeMutablePointer<Float>
  /// Queries, keys and values, `[projectedCount, 16]`.
  let projected: UnsafeMutablePointer<Float>
  /// What attention gives, `[queryWidth, 16]`.
  let attended: UnsafeMutablePointer<Float>
  /// Gates, then ups, `[2 · feedForwardWidth, 16]`.
  let gateUp: UnsafeMutablePointer<Float>
  /// `[vocabularySize, 16]`.
  let logits: UnsafeMutablePointer<Float>
  /// Cosines, then sines, of the rows' positions, `[headWidth, 16]`.
  let angles: UnsafeMutablePointer<Float>
  /// Queries, keys and values of one token.
  let projectedCount: Int
  private let memory: UnsafeMutableRawPointer

  /// The attention scores of one row and head; grows with the sequences.
  private(set) var scores: UnsafeMutablePointer<Float>
  private var scoreCount = 0

  init(_ configuration: ModelConfiguration) {
    projectedCount = configuration.queryWidth + 2 * configuration.keyValueWidth
    let counts = [
      configuration.width, configuration.width, projectedCount, configuration.queryWidth,
      2 * configuration.feedForwardWidth, configuration.vocabularySize, configuration.headWidth,
    ].map { $0 * Panel.width }
    memory = UnsafeMutableRawPointer.allocate(
      byteCount: counts.reduce(0, +) * MemoryLayout<Float>.stride, alignment: 64)
    var next = memory.bindMemory(to: Float.self, capacity: counts.reduce(0, +))
    next.initialize(repeating: 0, count: counts.reduce(0, +))
    let places = counts.map { count in
      defer { next += count }
      return next
    }
    (hidden, normed, projected, attended) = (places[0], places[1], places[2], places[3])
    (gateUp, logits, angles) = (places[4], places[5], places[6])
    scores = Self.allocate(64)
    scoreCount = 64
  }

  deinit {
    memory.deallocate()
    UnsafeMutableRawPointer(scores).deallocate()
  }

  /// Makes room for the scores of `count` positions.
  func reserveScores(_ count: Int) {
    if count <= scoreCount { return }
    UnsafeMutableRawPointer(scores).deallocate()
    scoreCount = max(count, 2 * scoreCount)
    scores = Self.allocate(scoreCount)
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
  }
}
