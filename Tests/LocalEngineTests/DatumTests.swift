import Foundation
import Language
import LocalEngine
import ModelBackend
import Testing

/// Data that cannot be trained on is refused with a reason, and leaves nothing behind.
@Suite struct DatumTests {
  private let example = Example.tied

  private func code(_ datum: Datum, _ loss: Loss = Loss(.crossEntropy)) -> BackendError.Code? {
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: WorkerPool(threadCount: 1))
    let error = #expect(throws: BackendError.self) { try accumulation.add([datum], loss: loss) }
    #expect(accumulation.gradients.values.allSatisfy { $0.allSatisfy { $0 == 0 } })
    return error?.code
  }

  @Test("Tokens outside the vocabulary are refused")
  func unknownTokens() {
    #expect(code(Datum(text: [1, 61, 2])) == .unknownToken)
    #expect(code(Datum(text: [1, 2, -1])) == .unknownToken)
  }

  @Test("A target of weight zero may be anything")
  func ignoredTargets() throws {
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: WorkerPool(threadCount: 1))
    let datum = Datum(tokens: [1, 2], targets: [-100, 3], weights: [0, 1])
    #expect(try accumulation.add([datum], loss: Loss(.crossEntropy)).sums["positions"] == 1)
  }

  @Test("Arrays that do not align are refused")
  func misaligned() {
    #expect(code(Datum(tokens: [1, 2], targets: [2], weights: [1, 1])) == .misalignedDatum)
    #expect(code(Datum(tokens: [1, 2], targets: [2, 3], weights: [1, 1]), Loss(.ppo)) == .misalignedDatum)
    #expect(
      code(Datum(tokens: [1, 2], targets: [2, 3], weights: [1, 1]), Loss(.crossEntropy, klCoefficient: 1))
        == .misalignedDatum)
    #expect(code(Datum(tokens: [1, 2], targets: [2, 3], weights: [1, .nan])) == .misalignedDatum)
  }

  @Test("Sequences beyond the model's length are refused")
  func tooLong() {
    #expect(code(Datum(text: [TokenID](repeating: 1, count: 1026))) == .sequenceTooLong)
  }

  @Test("Empty batches and data without weight have no gradient and no loss")
  func nothing() throws {
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: WorkerPool(threadCount: 2))
    #expect(try accumulation.add([], loss: Loss(.crossEntropy)).loss == 0)
    let output = try accumulation.add(
      [Datum(tokens: [1, 2], targets: [2, 3], weights: [0, 0]), Datum(tokens: [], targets: [], weights: [])],
      loss: Loss(.crossEntropy))
    #expect(output.loss == 0 && output.logProbabilities == [[0, 0], []])
    #expect(accumulation.gradients.values.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }
}
