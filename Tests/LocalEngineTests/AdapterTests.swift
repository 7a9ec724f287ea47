import LocalEngine
import ModelBackend
import Testing

/// Adapters as PEFT makes them.
@Suite struct AdapterTests {
  private let pool = WorkerPool(threadCount: 2)

  @Test("Fresh adapters are uniform within PEFT's bound, change nothing, and follow their seed")
  func initialization() throws {
    let example = Example.groupedQueries
    func adapters(seed: UInt64) throws -> LoRAWeights {
      try LoRAWeights(random: LoRAConfiguration(rank: 8, alpha: 16, seed: seed), for: example.configuration)
    }
    let fresh = try adapters(seed: 1)
    for target in fresh.targets {
      let bound = 1 / Float(target.base.shape[1]).squareRoot()
      let values = fresh[target.a.name]!
      #expect(values.allSatisfy { abs($0) <= bound })
      let variance = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
      #expect(abs(variance / (bound * bound / 3) - 1) < 0.2)
    }
    let weights = example.weights
    #expect(
      fresh.merged(into: weights)["model.layers.1.mlp.up_proj.weight"] == weights["model.layers.1.mlp.up_proj.weight"])
    let name = fresh.targets[0].a.name
    #expect(try adapters(seed: 1)[name] == fresh[name])
    #expect(try adapters(seed: 2)[name] != fresh[name])
  }

  @Test("Targets that the model does not have are refused")
  func unknownTargets() {
    #expect(throws: BackendError.self) {
      try LoRAWeights(
        random: LoRAConfiguration(rank: 2, alpha: 2, targetModules: ["w_pack"]), for: Example.tied.configuration)
    }
  }
}
