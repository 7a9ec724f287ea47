import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend
import Service
import Synchronization
import Testing
import TinkerBackend

/// Training over Tinker's API, by Titer's own client and request by request, beside the embedded engine itself.
@Suite("Tinker's API") struct TinkerTrainingTests {
  private static let lora = LoRAConfiguration(rank: 4, alpha: TinkerDialect.alpha, seed: 7)
  private static let step = AdamParameters(learningRate: 0.01, maximumGradientNorm: 0.5)

  @Test("Losses, log-probabilities, steps and samples are the embedded engine's", arguments: Loss.Kind.allCases)
  func agreement(kind: Loss.Kind) async throws {
    try await TestService.run { service, model in
      let trainer = try await service.provider().trainer(from: CheckpointReference("tiny"), lora: Self.lora)
      let local = try LocalTrainer(
        model.checkpoint, lora: Self.lora, at: model.directory, savingTo: model.directory)
      let loss = Loss(kind, clipLow: 0.7, clipHigh: 1.4)
      let data = TrainingData.random(vocabulary: 250, seed: 3)
      for _ in 0..<3 {
        let output = try await trainer.forwardBackward(data, loss: loss)
        let expected = try await local.forwardBackward(data, loss: loss)
        #expect(abs(output.loss - expected.loss) < 1e-4 * max(1, abs(expected.loss)))
        #expect(largestDifference(output.logProbabilities, expected.logProbabilities) < 1e-5)
        let norm = try #require(try await trainer.optimizerStep(Self.step).gradientNorm)
        let expectedNorm = try #require(await local.optimizerStep(Self.step).gradientNorm)
        #expect(abs(norm - expectedNorm) < 1e-4 * expectedNorm)
      }
      let requests = [[5, 9, 12, 40], [7, 30, 11, 8, 77]].map { prompt in
        SamplingRequest(
          prompt: prompt.map(TokenID.init), count: 3,
          parameters: SamplingParameters(
            maximumTokens: 12, temperature: 0.9, topP: 0.95, stopTokens: model.renderer.stopTokens, seed: 11))
      }
      let sampler = try await trainer.sampler()
      let completions = try await sampler.sample(requests)
      let expected = try await local.sampler().sample(requests)
      #expect(completions.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
      #expect(completions.map { $0.map(\.stopReason) } == expected.map { $0.map(\.stopReason) })
      for (own, other) in zip(completions, expected) {
        #expect(largestDifference(own.map(\.logProbabilities), other.map(\.logProbabilities)) < 1e-4)
      }
      let texts = requests.map(\.prompt)
      #expect(
        largestDifference(
          try await sampler.logProbabilities(of: texts), try await local.sampler().logProbabilities(of: texts)) < 1e-4)
    }
  }

  @Test("forward gives the log-probability of every position, and leaves no gradient")
  func forward() async throws {
    try await TestService.run { service, model in
      let client = try await TinkerClient(service)
      let id = try await client.createModel()
      let data = TrainingData.random(vocabulary: 250, seed: 4)
      guard case .object(let members) = TinkerClient.learn(id, 1, data) else { return }
      let asked = JSONValue.object(
        members.map { $0.key == "forward_backward_input" ? .init("forward_input", $0.value) : $0 })
      let result = try await client.result(of: "forward", asked)
      let local = LocalSampler(model.checkpoint)
      let expected = try await local.logProbabilities(of: data.map { $0.tokens + [$0.targets[$0.targets.count - 1]] })
      let given = result["loss_fn_outputs"]?.list.map { $0["logprobs"]?["data"]?.decimals.map(Float.init) ?? [] }
      #expect(largestDifference(given ?? [], expected) < 1e-5)
      let loss = zip(data, expected).reduce(0.0) { sum, pair in
        zip(pair.0.weights, pair.1).reduce(sum) { $0 - Double($1.0 * $1.1) }
      }
      #expect(abs((result["metrics"]?["loss:sum"]?.decimal ?? 0) - loss) < 1e-3)
      let step = try await client.result(of: "optim_step", TinkerClient.step(id, 2))
      #expect(step["metrics"]?["grad_norm:mean"]?.decimal == 0)
    }
  }

  @Test("Models that are trained at once over one base do not influence one another, to the last bit")
  func independence() async throws {
    @Sendable func train(_ provider: TinkerModelProvider, seed: UInt64) async throws -> [[Float]] {
      var lora = Self.lora
      lora.seed = seed
      let trainer = try await provider.trainer(from: CheckpointReference("tiny"), lora: lora)
      let data = TrainingData.random(vocabulary: 250, seed: seed)
      for _ in 0..<4 {
        try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
        try await trainer.optimizerStep(Self.step)
      }
      let sampler = try await trainer.sampler()
      return try await sampler.logProbabilities(of: data.map(\.tokens))
    }
    let alone = Mutex<[UInt64: [[Float]]]>([:])
    for seed in [1, 2] as [UInt64] {
      try await TestService.run { service, _ in
        let result = try await train(try service.provider(), seed: seed)
        alone.withLock { $0[seed] = result }
      }
    }
    try await TestService.run { service, _ in
      // One session for both, and one for the second alone.
      let provider = try service.provider()
      async let first = train(provider, seed: 1)
      async let second = train(provider, seed: 2)
      async let third = train(try service.provider(), seed: 2)
      let together = try await [first, second, third]
      let expected = alone.withLock { alone in [1, 2, 2].map { alone[$0] ?? [] } }
      #expect(together == expected)
      #expect(together[0] != together[1])
    }
  }

  @Test("Requests are carried out in the order of their numbers, each once, however they come")
  func order() async throws {
    let data = TrainingData.random(vocabulary: 250, seed: 5)
    let other = TrainingData.random(vocabulary: 250, seed: 6)
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      let requests = [
        ("forward_backward", TinkerClient.learn(model, 1, data)), ("optim_step", TinkerClient.step(model, 2)),
        ("forward_backward", TinkerClient.learn(model, 3, other)), ("optim_step", TinkerClient.step(model, 4)),
        ("forward_backward", TinkerClient.learn(model, 5, data)),
      ]
      var results: [JSONValue] = []
      for (path, body) in requests { results.append(try await client.result(of: path, body)) }

      let second = try await client.createModel(1)
      // The same for another model: backwards, each twice, and once more when it is done.
      let renamed = [
        ("forward_backward", TinkerClient.learn(second, 1, data)), ("optim_step", TinkerClient.step(second, 2)),
        ("forward_backward", TinkerClient.learn(second, 3, other)), ("optim_step", TinkerClient.step(second, 4)),
        ("forward_backward", TinkerClient.learn(second, 5, data)),
      ]
      var promises: [String] = []
      for (path, body) in renamed.reversed() {
        let answers = [try await client.post(path, body), try await client.post(path, body)]
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers[0].json == answers[1].json)
        promises.insert(try #require(answers[0].json["request_id"]?.text), at: 0)
      }
      var again: [JSONValue] = []
      for promise in promises { again.append(try await client.result(promise)) }
      #expect(again == results)
      for ((path, body), promise) in zip(renamed, promises) {
        #expect(try await client.post(path, body).json["request_id"]?.text == promise)
      }
      #expect(try await client.result(promises[4]) == results[4])
    }
  }

  @Test("A request that is refused takes its place in the order, so that those behind it go on")
  func refusedPlace() async throws {
    try await TestService.run { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      let data = TrainingData.random(vocabulary: 250, seed: 5)
      let late = try await client.post("optim_step", TinkerClient.step(model, 4))
      for (number, body) in [(1, "{}"), (2, #"{"data": []}"#)] {
        let text = #"{"forward_backward_input": \#(body), "model_id": "\#(model)", "seq_id": \#(number)}"#
        let answer = try await service.send(.post, "/api/v1/forward_backward", body: Array(text.utf8))
        #expect(answer.status == 400)
      }
      // A token that the model has not is found out when it is computed.
      var strange = data
      strange[0].tokens[3] = 100_000
      let failed = try await client.result(of: "forward_backward", TinkerClient.learn(model, 3, strange))
      #expect(failed["category"] == "user")
      #expect(failed["error"]?.text?.contains("100000") == true)
      #expect(try await client.result(try #require(late.json["request_id"]?.text))["metrics"] != nil)
      let learned = try await client.result(of: "forward_backward", TinkerClient.learn(model, 5, data))
      #expect(learned["metrics"]?["loss:sum"]?.decimal ?? 0 > 1)
    }
  }
}
