/// How p-values are adjusted where many hypotheses, such as one for each behaviour, are tested at once.
///
/// An adjusted p-value is compared with the level as an ordinary one.
public enum MultiplicityAdjustment: String, Sendable, Hashable, Codable, CaseIterable {
  case none
  /// The probability of any false discovery stays at the level, however the tests depend on one another (Holm, "A
  /// simple sequentially rejective multiple test procedure", 1979).
  case holm
  /// The expected share of false discoveries stays at the level, where the tests are independent or depend positively
  /// (Benjamini and Hochberg, "Controlling the false discovery rate", 1995).
  case benjaminiHochberg

  /// The adjusted p-values, in the same order. NaN, a test that could not be made, stays and does not count.
  public func adjusted(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    let order = pValues.indices.filter { !pValues[$0].isNaN }.sorted { pValues[$0] < pValues[$1] }
    let count = order.count
    switch self {
    case .none:
      break
    case .holm:
      var greatest = 0.0
      for (rank, index) in order.enumerated() {
        greatest = max(greatest, min(1, Double(count - rank) * pValues[index]))
        adjusted[index] = greatest
      }
    case .benjaminiHochberg:
      var least = 1.0
      for (rank, index) in order.enumerated().reversed() {
        least = min(least, Double(count) / Double(rank + 1) * pValues[index])
        adjusted[index] = least
      }
    }
    return adjusted
  }
}
