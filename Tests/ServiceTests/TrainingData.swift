import Language
import ModelBackend
import Statistics

/// Data that a small model can be trained on.
enum TrainingData {
  /// Random sequences of tokens with everything that a loss may read; some positions have no weight.
  static func random(vocabulary: Int, seed: UInt64, lengths: [Int] = [9, 14, 6, 11]) -> [Datum] {
    var generator = SeededGenerator(seed: seed)
    return lengths.map { length in
      let text = (0...length).map { _ in TokenID.random(in: 0..<TokenID(vocabulary), using: &generator) }
      return Datum(
        tokens: Array(text.dropLast()), targets: Array(text.dropFirst()), weights: (0..<length).map { $0 < 2 ? 0 : 1 },
        advantages: (0..<length).map { _ in Float(generator.nextUnit() * 2 - 1) },
        samplerLogProbabilities: (0..<length).map { _ in Float(-5 - generator.nextUnit()) })
    }
  }
}

/// The largest distance between numbers that belong together.
func largestDifference(_ left: [[Float]], _ right: [[Float]]) -> Float {
  guard left.map(\.count) == right.map(\.count) else { return .infinity }
  return zip(left, right).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 0
}
