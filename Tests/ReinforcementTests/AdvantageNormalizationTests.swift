import Reinforcement
import Testing

@Suite("Advantages")
struct AdvantageNormalizationTests {
  // numpy: r = np.array([1, 0, 0, 1, 1.0]); (r - r.mean()) / (r.std(ddof=1) + 1e-4)
  @Test("standardized are GRPO's")
  func standardized() throws {
    let advantages = try #require(AdvantageNormalization.standardized.advantages(of: [1, 0, 0, 1, 1]))
    let expected: [Float] = [0.73016, -1.0952401, -1.0952401, 0.73016, 0.73016]
    for (advantage, expected) in zip(advantages, expected) {
      #expect(abs(try #require(advantage) - expected) < 1e-4)
    }
  }

  @Test("centred sum to zero and keep the reward's scale")
  func centred() throws {
    let advantages = try #require(AdvantageNormalization.centred.advantages(of: [1, 0, 0, 0]))
    #expect(advantages == [0.75, -0.25, -0.25, -0.25])
  }

  @Test("leave a missing reward out of the mean and without an advantage")
  func missing() throws {
    let advantages = try #require(AdvantageNormalization.centred.advantages(of: [1, nil, 0, nil]))
    #expect(advantages == [0.5, nil, -0.5, nil])
  }

  @Test("do not exist where a group carries no signal", arguments: AdvantageNormalization.allCases)
  func noSignal(normalization: AdvantageNormalization) {
    #expect(normalization.advantages(of: [1, 1, 1]) == nil)
    #expect(normalization.advantages(of: [0, nil, nil]) == nil)
    #expect(normalization.advantages(of: []) == nil)
  }
}
