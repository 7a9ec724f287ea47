import Foundation
import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// Values and gradients of all losses against a plain implementation in `torch`.
@Suite(.tags(.python)) struct LossOracleTests {
  private let pool = WorkerPool(threadCount: 2)

  @Test("Every loss and its gradient are those of plain torch", arguments: Loss.Kind.allCases, [0, 0.3] as [Float])
  func losses(_ kind: Loss.Kind, _ coefficient: Float) async throws {
    let example = Example.groupedQueries
    let data = try example.policyData([40, 7, 90], pool: pool)
    let loss = Loss(kind, clipLow: 0.85, clipHigh: 1.25, klCoefficient: coefficient)
    let oracle = try await TransformersOracle(
      LocalCheckpoint(weights: example.weights), steps: [data], loss: loss, optimizer: AdamParameters(learningRate: 0))
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    let output = try accumulation.add(data, loss: loss)
    #expect(abs(output.loss - Double(try oracle["loss.0"][0])) < 1e-3)
    for (name, gradient) in accumulation.gradients {
      let distance = relativeDistance(gradient, try oracle["grad/" + name])
      #expect(distance < 1e-3, "\(name)")
    }
  }
}
