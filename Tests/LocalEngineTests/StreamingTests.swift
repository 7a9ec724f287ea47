import Foundation
import Language
import LocalEngine
import ModelBackend
import Testing

@Suite("Streaming") struct StreamingTests {
  private static let requests: [SamplingRequest] = (0..<40).map { number in
    let prompt = (0..<(1 + number * 7 % 53)).map { TokenID(($0 * 13 + number) % 60) }
    return SamplingRequest(
      prompt: prompt, count: 1 + number % 3,
      parameters: SamplingParameters(
        maximumTokens: 1 + number % 30, temperature: Float(number % 4) / 2, topP: number % 5 == 0 ? 0.8 : 1,
        stopTokens: [7], seed: UInt64(number)))
  }

  /// The completions that events tell of.
  private static func collect(_ events: StreamingEvents, count: Int) async throws -> [SampledSequence] {
    var sequences = Array(
      repeating: SampledSequence(tokens: [], logProbabilities: [], stopReason: .length), count: count)
    for try await event in events {
      switch event.content {
      case .prompt: break
      case .token(let completion, let token):
        sequences[completion].tokens.append(token.token)
        sequences[completion].logProbabilities.append(token.logProbability)
      case .end(let completion, let reason): sequences[completion].stopReason = reason
      }
    }
    return sequences
  }

  @Test("Requests that come at different times draw what they draw alone, to the last bit", arguments: [1, 3])
  func sameAsTogether(threads: Int) async throws {
    let weights = Example.groupedQueries.weights
    let expected = try await LocalSampler(weights: weights).sample(Self.requests)
    let sampler = StreamingSampler(LocalCheckpoint(weights: weights), tokenizer: nil, threadCount: threads)
    defer { sampler.close() }
    let drawn = try await withThrowingTaskGroup(of: (Int, [SampledSequence]).self) { group in
      for (number, request) in Self.requests.enumerated() {
        group.addTask {
          try await Task.sleep(for: .microseconds(number * 311 % 2_000))
          let events = try sampler.events(of: [StreamingRequest(request, alternatives: number % 2)])
          return (number, try await Self.collect(events, count: request.count))
        }
      }
      var all = Array(repeating: [SampledSequence](), count: Self.requests.count)
      for try await (number, sequences) in group { all[number] = sequences }
      return all
    }
    #expect(drawn == expected)
    #expect(sampler.requestCount == 0)
  }

  @Test("A prompt is scored as logProbabilities(of:) scores it, with the most probable tokens in order")
  func promptScores() async throws {
    let weights = Example.untied.weights
    let sequence: [TokenID] = (0..<37).map { $0 * 5 % 64 }
    let expected = try await LocalSampler(weights: weights).logProbabilities(of: [sequence])[0]
    let sampler = StreamingSampler(LocalCheckpoint(weights: weights), tokenizer: nil, threadCount: 2)
    defer { sampler.close() }
    let request = SamplingRequest(prompt: sequence, count: 1, parameters: SamplingParameters(maximumTokens: 0))
    var scores: [ScoredToken] = []
    var ends = 0
    for try await event in try sampler.events(of: [StreamingRequest(request, promptAlternatives: 64)]) {
      switch event.content {
      case .prompt(let all): scores = all
      case .token: Issue.record("a token was drawn")
      case .end: ends += 1
      }
    }
    #expect(ends == 1)
    #expect(scores.map(\.logProbability) == expected)
    #expect(scores.map(\.token) == Array(sequence.dropFirst()))
    for score in scores {
      #expect(score.alternatives.count == 64)
      let falling = zip(score.alternatives, score.alternatives.dropFirst())
      #expect(falling.allSatisfy { $0.logProbability >= $1.logProbability })
      #expect(score.alternatives[(score.rank ?? 0) - 1].logProbability == score.logProbability)
      let sum = score.alternatives.reduce(0.0) { $0 + exp(Double($1.logProbability)) }
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  @Test("Whoever stops to listen frees what was drawn for them, and the others go on")
  func cancellation() async throws {
    let sampler = StreamingSampler(
      LocalCheckpoint(weights: Example.tied.weights), tokenizer: nil, threadCount: 1)
    defer { sampler.close() }
    func request(_ tokens: Int) -> StreamingRequest {
      StreamingRequest(
        SamplingRequest(prompt: [1, 2, 3], count: 20, parameters: SamplingParameters(maximumTokens: tokens)))
    }
    let other = try sampler.events(of: [request(200)])
    let listener = Task {
      var count = 0
      for try await _ in try sampler.events(of: [request(1_000)]) {
        count += 1
        if count == 30 { break }
      }
    }
    try await listener.value
    #expect(try await Self.collect(other, count: 20).allSatisfy { $0.tokens.count == 200 })
    while sampler.requestCount > 0 { try await Task.sleep(for: .milliseconds(1)) }
    struct Reason: Error {}
    let cancelled = try sampler.events(of: [request(1_000)])
    cancelled.cancel(Reason())
    await #expect(throws: Reason.self) { _ = try await Self.collect(cancelled, count: 20) }
  }

  @Test("What has no room in memory waits, and what is too large for it all is drawn alone")
  func memory() async throws {
    let example = Example.tied.configuration
    let perToken = 2 * example.layerCount * example.keyValueWidth * 4
    let sampler = StreamingSampler(
      LocalCheckpoint(weights: Example.tied.weights), tokenizer: nil, threadCount: 2, memory: perToken * 50)
    defer { sampler.close() }
    #expect(sampler.maximumLength == 50)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for tokens in [20, 40, 90, 10, 30, 30, 5] {
        group.addTask {
          let request = SamplingRequest(
            prompt: [4, 5], count: 1, parameters: SamplingParameters(maximumTokens: tokens))
          return try await Self.collect(sampler.events(of: [StreamingRequest(request)]), count: 1)[0].tokens.count
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.sorted() == [5, 10, 20, 30, 30, 40, 90])
  }

  @Test("Closing ends what is under way and what comes later, and refuses what LocalSampler refuses")
  func closing() async throws {
    let sampler = StreamingSampler(LocalCheckpoint(weights: Example.tied.weights), tokenizer: nil, threadCount: 1)
    func request(_ prompt: [TokenID]) -> StreamingRequest {
      StreamingRequest(SamplingRequest(prompt: prompt, parameters: SamplingParameters(maximumTokens: 900)))
    }
    #expect(throws: BackendError.self) { _ = try sampler.events(of: [request([])]) }
    #expect(throws: BackendError.self) { _ = try sampler.events(of: [request([61])]) }
    #expect(throws: BackendError.self) { _ = try sampler.events(of: [request(Array(repeating: 1, count: 200))]) }
    let underway = try sampler.events(of: [request([1])])
    sampler.close()
    await #expect(throws: CancellationError.self) { _ = try await Self.collect(underway, count: 1) }
    let late = try sampler.events(of: [request([1])])
    await #expect(throws: CancellationError.self) { _ = try await Self.collect(late, count: 1) }
  }
}
