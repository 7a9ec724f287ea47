/// How probable each verdict is.
public struct GapPower: Sendable, Hashable, Codable {
  public var generalized: Double
  public var resisted: Double
  public var inconclusive: Double

  /// The probability of one verdict.
  public subscript(verdict: GapVerdict) -> Double {
    switch verdict {
    case .generalized: generalized
    case .resisted: resisted
    case .inconclusive: inconclusive
    }
  }
}
