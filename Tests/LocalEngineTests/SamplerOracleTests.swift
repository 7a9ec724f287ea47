import Foundation
import Language
import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// What is drawn against what `transformers` says may be drawn, and how often.
@Suite(.tags(.python)) struct SamplerOracleTests {
  private struct Question: Encodable {
    struct Row: Encodable {
      var prompt: [TokenID]
      var temperature: Float = 1
      var topK = 0
      var topP: Float = 1
    }
    var model: String
    var rows: [Row]
  }

  @Test("First tokens are drawn from the distributions of transformers' logits processors, and from nothing else")
  func frequencies() async throws {
    try await withTemporaryDirectory { directory in
      let example = Example.groupedQueries
      try LocalCheckpoint(weights: example.weights).write(to: directory)
      let prompt: [TokenID] = [3, 14, 15, 9, 26]
      let rows = [
        Question.Row(prompt: prompt), .init(prompt: prompt, temperature: 0.6), .init(prompt: prompt, temperature: 1.7),
        .init(prompt: [5], topK: 7), .init(prompt: prompt, topK: 1), .init(prompt: prompt, topP: 0.75),
        .init(prompt: [69, 2], topP: 0.05), .init(prompt: prompt, temperature: 1.5, topK: 20, topP: 0.9),
        .init(prompt: prompt, temperature: 0.8, topK: 200, topP: 0.999),
      ]
      let distributions: [[Double]] = try await PythonOracle.ask(
        "Oracles/distributions.py", Question(model: directory.path, rows: rows))
      let draws = 40_000
      let completions = try await LocalSampler(weights: example.weights).sample(
        rows.enumerated().map { index, row in
          SamplingRequest(
            prompt: row.prompt, count: draws,
            parameters: SamplingParameters(
              maximumTokens: 1, temperature: row.temperature, topP: row.topP, topK: row.topK, seed: UInt64(index)))
        })
      for (row, (completions, distribution)) in zip(completions, distributions).enumerated() {
        var counts = [Double](repeating: 0, count: distribution.count)
        for completion in completions { counts[Int(completion.tokens[0])] += 1 }
        // Pearson's statistic; what is expected less than five times is taken together.
        var (statistic, freedom) = (0.0, -1.0)
        var rare = (count: 0.0, expected: 0.0)
        for (count, probability) in zip(counts, distribution) {
          let expected = probability * Double(draws)
          if probability == 0 {
            #expect(count == 0, "row \(row)")
          } else if expected < 5 {
            rare = (rare.count + count, rare.expected + expected)
          } else {
            statistic += (count - expected) * (count - expected) / expected
            freedom += 1
          }
        }
        if rare.expected > 0 {
          statistic += (rare.count - rare.expected) * (rare.count - rare.expected) / max(rare.expected, 1)
          freedom += 1
        }
        #expect(statistic <= max(freedom, 0) + 4 * (2 * max(freedom, 0)).squareRoot(), "row \(row)")
      }
    }
  }
}
