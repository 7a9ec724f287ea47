import Statistics
import Testing

/// Draws tallies from a world whose true gap is known: rates differ between prompts and, of the first side, between
/// seeds, both uniformly around their means.
struct Simulation: Sendable, CustomTestStringConvertible {
  var seeds: Int
  var prompts: Int
  /// For each prompt, seed and side.
  var samples: Int
  /// The mean rate of the second side.
  var rate = 0.5
  /// The true gap.
  var gap = 0.2
  var deviationOfPrompts: Double?
  var deviationOfSeeds = 0.0

  var truth: Double { gap }
  var testDescription: String { "\(seeds) seeds, \(prompts) prompts, \(samples) samples, rate \(rate), gap \(gap)" }

  func tallies(_ index: UInt64) -> (first: Tally, second: Tally) {
    // No rate may leave 0...1, where clipping would change the true gap.
    let deviation = deviationOfPrompts ?? min(0.12, (1 - rate) / 2)
    var generator = SeededGenerator(seed: 1927, path: index)
    func draw(_ deviation: Double) -> Double { deviation * 3.0.squareRoot() * (2 * generator.nextUnit() - 1) }
    let shifts = (0..<seeds).map { _ in draw(deviationOfSeeds) }
    var first = Tally()
    var second = Tally()
    for prompt in 0..<prompts {
      let level = rate + draw(deviation)
      for (seed, shift) in shifts.enumerated() {
        for _ in 0..<samples {
          first.record(generator.nextUnit() < level + gap + shift, prompt: "\(prompt)", seed: UInt64(seed))
          second.record(generator.nextUnit() < level, prompt: "\(prompt)", seed: UInt64(seed))
        }
      }
    }
    return (first, second)
  }
}
