import ModelBackend
import Testing

/// What data have to be like so that backends that reduce in different ways take the same step.
@Suite struct PreparationTests {
  private static let data = [
    Datum(
      tokens: [1, 2, 3, 4], targets: [2, 3, 4, 5], weights: [0, 0.5, 1, 0.25], advantages: [9, 1, -2, 3],
      samplerLogProbabilities: [0, 0, 0, 0]),
    Datum(
      tokens: [1, 2], targets: [2, 3], weights: [0, 2], advantages: [9, 0.5], samplerLogProbabilities: [0, 0]),
    Datum(tokens: [1, 2], targets: [2, 3], weights: [0, 0], advantages: [9, 9], samplerLogProbabilities: [0, 0]),
  ]

  /// The factor of every position's policy gradient, `weight × advantage`, as each kind of backend reduces it.
  private func gradient(of data: [Datum], divisor: Float, reduction: Capabilities.Reduction) -> [[Float]] {
    data.map { datum in
      let products = zip(datum.weights, datum.advantages).map { $0 * $1 }
      let scale: Float =
        switch reduction {
        case .sum: 1 / divisor
        case .meanOfSequenceMeans: 1 / (max(datum.weights.reduce(0, +), 1e-9) * Float(data.count))
        }
      return products.map { $0 * scale }
    }
  }

  @Test(arguments: [Capabilities.Reduction.sum, .meanOfSequenceMeans], [false, true])
  func `prepared data give the summed gradient over the divisor, however the backend reduces`(
    reduction: Capabilities.Reduction, supportsDivisor: Bool
  ) {
    let capabilities = Capabilities(
      reduction: reduction, losses: [.ppo], supportsKLInLoss: false, supportsFullFinetuning: false,
      isDeterministic: false, supportsGradientDivisor: supportsDivisor)
    let (prepared, divisor) = capabilities.prepared(Self.data, loss: Loss(.ppo), divisor: 7)
    #expect(divisor == (reduction == .sum && supportsDivisor ? 7 : 1))
    let own = gradient(of: prepared, divisor: divisor, reduction: reduction)
    let expected = gradient(of: Self.data, divisor: 7, reduction: .sum)
    for (first, second) in zip(own.joined(), expected.joined()) { #expect(abs(first - second) < 1e-6) }
  }

  @Test func `cross-entropy keeps a backend's own mean, and a summing one gets divided weights`() {
    func prepared(_ reduction: Capabilities.Reduction) -> (data: [Datum], gradientDivisor: Float) {
      Capabilities(
        reduction: reduction, losses: [.crossEntropy], supportsKLInLoss: false, supportsFullFinetuning: false,
        isDeterministic: false, supportsGradientDivisor: false
      ).prepared(Self.data, loss: Loss(.crossEntropy), divisor: 4)
    }
    #expect(prepared(.meanOfSequenceMeans).data == Self.data)
    #expect(prepared(.sum).data[0].weights == [0, 0.125, 0.25, 0.0625])
    #expect(prepared(.sum).gradientDivisor == 1)
  }
}
