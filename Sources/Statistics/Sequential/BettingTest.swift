import Foundation

/// The evidence against a mean being no more than some value, gathered by betting: capital 1 is staked on every value
/// being larger, and under the hypothesis it grows 1/α-fold at any time whatever with a probability of at most α
/// (Ville, "Étude critique de la notion de collectif", 1939; Waudby-Smith and Ramdas, "Estimating means of bounded
/// random variables by betting", 2024).
///
/// The capital is divided evenly among fixed stakes, each a share of what may be staked at most, so that the whole
/// grows nearly as fast as its best part, without having to be told how much values vary.
struct BettingTest: Sendable {
  /// The mean that is tested, above 0 and no more than 1.
  let mean: Double
  private var logarithms = [Double](repeating: 0, count: Self.stakes.count)
  /// The logarithm of the greatest capital so far, which no later loss takes away.
  private(set) var greatest = 0.0

  init(mean: Double) {
    self.mean = mean
  }

  /// Bets on one value between 0 and 1.
  mutating func record(_ value: Double) {
    for (index, stake) in Self.stakes.enumerated() {
      logarithms[index] += log1p(stake * (value / mean - 1))
    }
    greatest = max(greatest, Self.capital(logarithms))
  }

  /// The p-value at any time.
  var pValue: Double { exp(-greatest) }

  /// The shares of the greatest stake; closer together where they are small.
  static let stakes: [Double] = (1...16).map { index in
    let share = Double(index) / 16.5
    return share * share
  }

  /// The logarithm of the capital that betting on all these values would have brought.
  static func capital(on values: [Double: Int], mean: Double) -> Double {
    var logarithms = [Double](repeating: 0, count: stakes.count)
    for (value, count) in values {
      for (index, stake) in stakes.enumerated() {
        logarithms[index] += Double(count) * log1p(stake * (value / mean - 1))
      }
    }
    return capital(logarithms)
  }

  private static func capital(_ logarithms: [Double]) -> Double {
    let largest = logarithms.max() ?? 0
    return largest + log(logarithms.reduce(0) { $0 + exp($1 - largest) } / Double(logarithms.count))
  }
}
