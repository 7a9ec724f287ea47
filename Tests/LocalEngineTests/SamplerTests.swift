import Foundation
import Language
import LocalEngine
import ModelBackend
import Statistics
import Testing

/// Drawing completions. Against `transformers`: `SamplerOracleTests`.
@Suite struct SamplerTests {
  /// Requests of many kinds: prompts of one token and of many, shared prompts, every way to draw.
  private static func requests(_ example: Example, seed: UInt64 = 3) -> [SamplingRequest] {
    var generator = SeededGenerator(seed: seed)
    let vocabulary = TokenID(example.configuration.vocabularySize)
    let shared = (0..<33).map { _ in TokenID.random(in: 0..<vocabulary, using: &generator) }
    return (0..<14).map { index in
      let length = [1, 2, 16, 17, 18, 50][index % 6]
      return SamplingRequest(
        prompt: index % 5 == 0 ? shared : (0..<length).map { _ in .random(in: 0..<vocabulary, using: &generator) },
        count: 1 + index * 7 % 9,
        parameters: SamplingParameters(
          maximumTokens: 5 + index * 11 % 60, temperature: [1, 0, 0.7, 1.3][index % 4],
          topP: index % 3 == 1 ? 0.8 : 1, topK: index % 7 == 3 ? 5 : 0, stopTokens: [7], seed: UInt64(index)))
    }
  }

  @Test(
    "A completion is the same bytes whatever the number of threads and whatever else is asked for",
    arguments: Example.allCases)
  func determinism(_ example: Example) async throws {
    let weights = example.weights
    let requests = Self.requests(example)
    let together = try await LocalSampler(weights: weights, pool: WorkerPool(threadCount: 1)).sample(requests)
    #expect(together.map(\.count) == requests.map(\.count))
    for threads in [2, 3, 5] {
      let other = try await LocalSampler(weights: weights, pool: WorkerPool(threadCount: threads)).sample(requests)
      #expect(other == together)
    }
    let sampler = LocalSampler(weights: weights, pool: WorkerPool(threadCount: 2))
    let backwards = try await sampler.sample(requests.reversed())
    #expect(Array(backwards.reversed()) == together)
    for (request, completions) in zip(requests, together) {
      #expect(try await sampler.sample([request]) == [completions])
    }
    let fewer = requests.map {
      var request = $0
      request.count = 1
      return request
    }
    #expect(try await sampler.sample(fewer) == together.map { [$0[0]] })
  }

  @Test("The log-probability of a sequence does not depend on the sequences beside it")
  func independentScores() async throws {
    let example = Example.groupedQueries
    let sampler = LocalSampler(weights: example.weights, pool: WorkerPool(threadCount: 2))
    let sequences = example.data([70, 1, 2, 33, 16, 17], seed: 9).map(\.tokens)
    let together = try await sampler.logProbabilities(of: sequences)
    #expect(together.map(\.count) == sequences.map { $0.count - 1 })
    for (sequence, scores) in zip(sequences, together) {
      #expect(try await sampler.logProbabilities(of: [sequence]) == [scores])
    }
  }

  @Test("Log-probabilities are those of the trainer, at any temperature and cut-off", arguments: Example.allCases)
  func trainerAgrees(_ example: Example) async throws {
    let weights = example.weights
    let sampler = LocalSampler(weights: weights)
    let requests = Self.requests(example)
    let completions = try await sampler.sample(requests)
    let drawn = zip(requests, completions).flatMap { request, completions in
      completions.map { (prompt: request.prompt, completion: $0) }
    }
    var accumulation = GradientAccumulation(TrainingState(weights: weights), pool: WorkerPool(threadCount: 2))
    let output = try accumulation.add(
      drawn.map { Datum(text: $0.prompt + $0.completion.tokens) }, loss: Loss(.crossEntropy))
    let scores = try await sampler.logProbabilities(of: drawn.map { $0.prompt + $0.completion.tokens })
    var difference: Float = 0
    for (index, (prompt, completion)) in drawn.enumerated() {
      for (scored, trained) in zip(scores[index], output.logProbabilities[index]) {
        difference = max(difference, abs(scored - trained))
      }
      for (sampled, scored) in zip(completion.logProbabilities, scores[index].dropFirst(prompt.count - 1)) {
        difference = max(difference, abs(sampled - scored))
      }
    }
    #expect(difference < 1e-4)
  }

  @Test("A completion ends with its stop token, and not before its length otherwise")
  func stopTokens() async throws {
    let example = Example.tied
    let sampler = LocalSampler(weights: example.weights)
    let stops: [TokenID] = [3, 9, 12, 40]
    let parameters = SamplingParameters(maximumTokens: 24, stopTokens: stops, seed: 1)
    let completions = try await sampler.sample([SamplingRequest(prompt: [1, 2], count: 200, parameters: parameters)])[0]
    #expect(Set(completions.map(\.stopReason)) == [.stop, .length])
    #expect(Set(completions.map(\.tokens)).count > 150, "every completion has a stream of its own")
    for completion in completions {
      #expect(completion.logProbabilities.count == completion.tokens.count)
      #expect(!completion.tokens.dropLast().contains(where: stops.contains))
      switch completion.stopReason {
      case .stop: #expect(stops.contains(completion.tokens.last!))
      case .length:
        #expect(completion.tokens.count == 24)
        #expect(!stops.contains(completion.tokens.last!))
      }
    }
  }

  @Test("A completion ends as soon as its text contains a stop string, also across tokens")
  func stopStrings() async throws {
    let texts = ["abc abd acd bcd bca cab cba dab dac dad", "abcd dcba bad cab"]
    let tokenizer = Tokenizer.train(on: texts, vocabularySize: 280, specialTokens: [])
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize, width: 32, layerCount: 1, headCount: 2, feedForwardWidth: 32)
    let sampler = LocalSampler(weights: ModelWeights(random: configuration, seed: 4), tokenizer: tokenizer)
    let parameters = SamplingParameters(maximumTokens: 100, stopStrings: ["ca", "é"], seed: 2)
    var free = parameters
    free.stopStrings = []
    let prompt = tokenizer.encode("ab")
    let stopped = try await sampler.sample([SamplingRequest(prompt: prompt, count: 64, parameters: parameters)])[0]
    let whole = try await sampler.sample([SamplingRequest(prompt: prompt, count: 64, parameters: free)])[0]
    for (stopped, whole) in zip(stopped, whole) {
      let end = try whole.tokens.indices.first { end in
        let text = Array(try tokenizer.decode(whole.tokens[...end]).utf8)
        return ["ca", "é"].contains { text.firstRange(of: Array($0.utf8)) != nil }
      }
      #expect(stopped.tokens == Array(whole.tokens[...(end ?? whole.tokens.count - 1)]))
      #expect(stopped.stopReason == (end == nil ? .length : .stop))
    }
    #expect(stopped.contains { $0.stopReason == .stop })
  }

  @Test("A sampler keeps the weights that it was made of")
  func snapshot() async throws {
    try await withTemporaryDirectory { directory in
      let example = Example.tied
      let trainer = try LocalTrainer(LocalCheckpoint(weights: example.weights), savingTo: directory)
      let sampler = await trainer.sampler()
      let request = SamplingRequest(prompt: [1, 2, 3], count: 4, parameters: SamplingParameters(maximumTokens: 20))
      let before = try await sampler.sample([request])
      try await trainer.forwardBackward(example.data([30], seed: 1), loss: Loss(.crossEntropy))
      await trainer.optimizerStep(AdamParameters(learningRate: 0.1))
      #expect(try await sampler.sample([request]) == before)
      let after = await trainer.sampler()
      #expect(try await after.sample([request]) != before)
    }
  }

  @Test("Nothing asked for is nothing done")
  func empty() async throws {
    let sampler = LocalSampler(weights: Example.tied.weights)
    let parameters = SamplingParameters(maximumTokens: 4)
    #expect(try await sampler.sample([]) == [])
    #expect(try await sampler.sample([SamplingRequest(prompt: [1], count: 0, parameters: parameters)]) == [[]])
    let none = try await sampler.sample([
      SamplingRequest(prompt: [1], count: 2, parameters: SamplingParameters(maximumTokens: 0))
    ])
    #expect(none[0].map(\.tokens) == [[], []])
    #expect(try await sampler.logProbabilities(of: [[], [5]]) == [[], []])
  }

  @Test("What cannot be sampled is refused with a stable code")
  func refusals() async throws {
    let example = Example.tied
    let sampler = LocalSampler(weights: example.weights)
    func code(_ prompt: [TokenID], _ parameters: SamplingParameters) async -> BackendError.Code? {
      do {
        _ = try await sampler.sample([SamplingRequest(prompt: prompt, parameters: parameters)])
        return nil
      } catch {
        return (error as? BackendError)?.code
      }
    }
    let parameters = SamplingParameters(maximumTokens: 4)
    #expect(await code([], parameters) == .emptyPrompt)
    #expect(await code([1, 61], parameters) == .unknownToken)
    #expect(await code([-1], parameters) == .unknownToken)
    #expect(await code([1], SamplingParameters(maximumTokens: 1024)) == .sequenceTooLong)
    #expect(await code([1], SamplingParameters(maximumTokens: 4, temperature: -1)) == .unsupported)
    #expect(await code([1], SamplingParameters(maximumTokens: 4, topP: 0)) == .unsupported)
    #expect(await code([1], SamplingParameters(maximumTokens: 4, stopStrings: ["a"])) == .unsupported)
    await #expect(throws: BackendError.self) { try await sampler.logProbabilities(of: [[1, 99]]) }

    var broken = example.weights
    broken.values[broken.layout.finalNorm] = .nan
    let error = await #expect(throws: BackendError.self) {
      try await LocalSampler(weights: broken).sample([SamplingRequest(prompt: [1], parameters: parameters)])
    }
    #expect(error?.code == .damagedCheckpoint)
  }

  @Test("A task that is cancelled stops drawing")
  func cancellation() async throws {
    let weights = ModelWeights(
      random: ModelConfiguration(
        vocabularySize: 100, width: 64, layerCount: 2, headCount: 2, feedForwardWidth: 64, maximumLength: 1 << 20),
      seed: 1)
    let task = Task {
      try await LocalSampler(weights: weights).sample([
        SamplingRequest(prompt: [1], count: 64, parameters: SamplingParameters(maximumTokens: 100_000))
      ])
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
