import Statistics
import Testing

/// Draws measurements of a gap in a world in which some prompts always give the same outcome, which is what makes
/// outcomes of one prompt alike.
struct PromptWorld: Sendable, CustomTestStringConvertible {
  var prompts: Int
  /// For each prompt and context.
  var samples: Int
  var firstRate: Double
  var secondRate: Double
  /// The share of prompts that always give the same outcome under a context: the correlation within a prompt.
  var correlation: Double
  /// Whether a prompt that does so under one context does so under the other.
  var isShared = false

  var gap: Double { firstRate - secondRate }
  var testDescription: String {
    "\(prompts) prompts, \(samples) samples, rates \(firstRate) and \(secondRate), correlation \(correlation)"
  }

  /// The outcomes of each prompt in turn.
  func outcomes(_ index: UInt64) -> [(first: Proportion, second: Proportion)] {
    var generator = SeededGenerator(seed: 1908, path: index)
    return (0..<prompts).map { _ in
      let level = generator.nextUnit()
      let otherLevel = isShared ? level : generator.nextUnit()
      let isStuck = generator.nextUnit() < correlation
      let isOtherStuck = isShared ? isStuck : generator.nextUnit() < correlation
      var first = Proportion()
      var second = Proportion()
      for _ in 0..<samples {
        first.record((isStuck ? level : generator.nextUnit()) < firstRate)
        second.record((isOtherStuck ? otherLevel : generator.nextUnit()) < secondRate)
      }
      return (first, second)
    }
  }

  func contrast(_ index: UInt64) -> Contrast {
    let (first, second) = tallies(index)
    return Contrast.gap(first, minus: second)
  }

  func tallies(_ index: UInt64) -> (Tally, Tally) {
    var first = Tally()
    var second = Tally()
    for (prompt, counts) in outcomes(index).enumerated() {
      first.record(counts.first, prompt: "\(prompt)")
      second.record(counts.second, prompt: "\(prompt)")
    }
    return (first, second)
  }
}
