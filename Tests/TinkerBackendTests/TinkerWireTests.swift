import Foundation
import Language
import ModelBackend
import Testing
import TinkerBackend

/// What is sent, and what is made of the answers.
struct TinkerWireTests {
  @Test("Large data goes in several requests, whose sequence ids count from one, and comes back as one result")
  func chunks() async throws {
    let conversation = try await Conversation(.tinker)
    let trainer = try await conversation.trainer()
    let data = [Datum](repeating: Conversation.datum, count: 2_500)
    let output = try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
    try await trainer.optimizerStep(AdamParameters(learningRate: 1))
    let calls = conversation.calls("forward_backward")
    #expect(calls.compactMap { $0.value("seq_id") as? Int } == [1, 2, 3])
    #expect(
      calls.compactMap { ($0.value("forward_backward_input", "data") as? [Any])?.count } == [1024, 1024, 452])
    #expect(conversation.calls("optim_step").first?.value("seq_id") as? Int == 4)
    #expect(output.logProbabilities.count == 2_500)
    // The position of weight zero has none.
    #expect(output.logProbabilities[2_499] == [0, -1.5])
    #expect(output.loss == 21)
    try await conversation.server.stop()
  }

  @Test("Each loss gets the arrays that it reads, and no others")
  func lossInputs() async throws {
    for dialect in TinkerDialect.allCases {
      let conversation = try await Conversation(dialect)
      let trainer = try await conversation.trainer()
      var datum = Conversation.datum
      datum.weights = [0, 0.5]
      for kind in Loss.Kind.allCases {
        try await trainer.forwardBackward([datum], loss: Loss(kind, clipLow: 0.5, clipHigh: 2))
        let input = conversation.calls("forward_backward").last?.value("forward_backward_input") as? [String: Any]
        let sent = ((input?["data"] as? [Any])?.first as? [String: Any])?["loss_fn_inputs"] as? [String: Any]
        func numbers(_ name: String) -> [Double]? { (sent?[name] as? [String: Any])?["data"] as? [Double] }
        #expect(input?["loss_fn"] as? String == kind.rawValue)
        #expect(numbers("target_tokens") == [2, 3])
        if kind == .crossEntropy {
          #expect(numbers("weights") == [0, 0.5])
          #expect(numbers("advantages") == nil)
        } else {
          // The weight is in the advantage; where it stands beside it, it says which positions count.
          #expect(numbers("advantages") == [0, 1])
          #expect(numbers("logprobs") == [0, -1])
          #expect(numbers("weights") == (dialect == .skyrl ? [0, 1] : nil))
        }
        let clip = input?["loss_fn_config"] as? [String: Double]
        #expect(clip == (kind == .ppo || kind == .cispo ? ["clip_low_threshold": 0.5, "clip_high_threshold": 2] : nil))
      }
      try await conversation.server.stop()
    }
  }

  @Test("What the API cannot do is refused before anything is sent")
  func refusals() async throws {
    let conversation = try await Conversation()
    let trainer = try await conversation.trainer()
    let sent = conversation.server.calls.count
    await expectError(.unsupported) {
      try await trainer.forwardBackward([Conversation.datum], loss: Loss(.ppo, klCoefficient: 0.1))
    }
    await expectError(.unsupported) {
      try await trainer.optimizerStep(AdamParameters(learningRate: 1, gradientDivisor: 2))
    }
    await expectError(.misalignedDatum) {
      let datum = Datum(tokens: [1, 2], targets: [2], weights: [1, 1])
      return try await trainer.forwardBackward([datum], loss: Loss(.crossEntropy))
    }
    await expectError(.misalignedDatum) {
      var datum = Conversation.datum
      datum.weights[1] = .infinity
      return try await trainer.forwardBackward([datum], loss: Loss(.crossEntropy))
    }
    await expectError(.cannotWrite) { try await trainer.save("../a", contents: .weights) }
    #expect(conversation.server.calls.count == sent)
    let base = CheckpointReference("base")
    await expectError(.unsupported) { try await conversation.provider.trainer(from: base, lora: nil) }
    await expectError(.unsupported) {
      try await conversation.provider.trainer(from: base, lora: LoRAConfiguration(rank: 2, alpha: 16))
    }
    await expectError(.mismatchedCheckpoint) {
      try await conversation.provider.trainer(from: CheckpointReference("other"), lora: Conversation.lora)
    }
    try await conversation.server.stop()
  }

  @Test("Completions and log-probabilities of prompts come back in order, aligned as the protocol says")
  func sampling() async throws {
    let conversation = try await Conversation()
    let sampler = try await conversation.provider.sampler(for: CheckpointReference("base"))
    let request = SamplingRequest(
      prompt: [1], parameters: SamplingParameters(maximumTokens: 4, stopTokens: [6], seed: .max))
    let completions = try await sampler.sample([request, request])
    #expect(
      completions
        == [[SampledSequence]](
          repeating: [SampledSequence(tokens: [5, 6], logProbabilities: [-1, -2], stopReason: .stop)], count: 2))
    let calls = conversation.calls("asample")
    #expect(Set(calls.compactMap { $0.value("seq_id") as? Int }) == [0, 1])
    #expect(calls.first?.value("sampling_params", "stop") as? [Int] == [6])
    #expect(calls.first?.value("sampling_params", "top_k") as? Int == -1)
    // Servers keep seeds in 32 bits and count on from them.
    #expect(calls.first.flatMap { $0.value("sampling_params", "seed") as? Int }.map { $0 < 1 << 30 } == true)
    // Three for three tokens, of which the first is none; for four tokens the answer is too short.
    #expect(try await sampler.logProbabilities(of: [[7, 8, 9], [7]]) == [[-0.25, -0.75], []])
    await expectError(.badResponse) { try await sampler.logProbabilities(of: [[7, 8, 9, 10, 11]]) }
    await expectError(.emptyPrompt) {
      try await sampler.sample([SamplingRequest(prompt: [], parameters: SamplingParameters(maximumTokens: 1))])
    }
    try await conversation.server.stop()
  }

  @Test("A sampler that would undo a step is refused where servers share the weights' place")
  func staleSampler() async throws {
    let conversation = try await Conversation(.skyrl)
    let trainer = try await conversation.trainer()
    let sampler = try await trainer.sampler()
    let request = SamplingRequest(prompt: [1], parameters: SamplingParameters(maximumTokens: 4))
    _ = try await sampler.sample([request])
    try await trainer.optimizerStep(AdamParameters(learningRate: 1))
    await expectError(.unsupported) { try await sampler.sample([request]) }
    _ = try await trainer.sampler().sample([request])
    try await conversation.server.stop()
  }

  @Test("A model that nobody uses any more is unloaded before the next one is created")
  func unloading() async throws {
    let conversation = try await Conversation()
    do { _ = try await conversation.trainer() }
    let trainer = try await conversation.trainer()
    let paths = conversation.server.calls.map(\.path).filter { ["create_model", "unload_model"].contains($0) }
    #expect(paths == ["create_model", "unload_model", "create_model"])
    _ = trainer.capabilities
    try await conversation.server.stop()
  }
}
