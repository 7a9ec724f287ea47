import Foundation
import Language
import LocalEngine
import ModelBackend
import Statistics
import TestSupport
import Testing
import TinkerBackend

/// The client against a real server, and the server's numbers against the embedded engine's.
@Suite(
  .tags(.python, .slow), .serialized,
  .enabled(if: SkyRLServer.interpreter != nil, Comment(rawValue: SkyRLServer.advice)))
struct SkyRLTests {
  private static let lora = LoRAConfiguration(rank: 4, alpha: TinkerDialect.alpha, seed: 7)
  /// One shape for everything: the server compiles for each.
  private static let lengths = [9, 14, 6, 11]

  @Test("A real server learns, samples, saves, dies and comes back, with the embedded engine's numbers all the way")
  func everything() async throws {
    try await withModel { model, tokenizer, server in
      let base = CheckpointReference(model.path)
      let data = Self.data(vocabulary: tokenizer.vocabularySize)
      let local = LocalModelProvider(savingTo: server.checkpoints)
      let provider = try Self.provider(server)

      // The base model: adapters begin without effect.
      let trainer = try await provider.trainer(from: base, lora: Self.lora)
      let reference = try await local.trainer(from: base, lora: Self.lora)
      let loss = Loss(.crossEntropy)
      let output = try await trainer.forwardBackward(data, loss: loss)
      let expected = try await reference.forwardBackward(data, loss: loss)
      #expect(largestDifference(output.logProbabilities, expected.logProbabilities) < 1e-4)
      let meanOfMeans =
        zip(data, expected.logProbabilities).reduce(0.0) { sum, pair in
          let (datum, values) = pair
          let terms = zip(values, datum.weights).reduce(0.0) { $0 - Double($1.0 * $1.1) }
          return sum + terms / Double(datum.weights.reduce(0, +))
        } / Double(data.count)
      #expect(abs(output.loss - meanOfMeans) < 1e-4)
      try await trainer.optimizerStep(AdamParameters(learningRate: 0.01))

      try await agreeOnSamples(try await trainer.sampler(), server: server, tokenizer: tokenizer, local: local)
      try await agreeOnPolicySteps(from: base, provider: provider, local: local, server: server, data: data)

      // What was saved is what is loaded, also by a server that was killed in between.
      let before = try await trainer.forwardBackward(data, loss: loss).logProbabilities
      let saved = try await trainer.save("saved", contents: .weightsAndOptimizer)
      try await trainer.optimizerStep(AdamParameters(learningRate: 0.01))
      let changed = try await trainer.forwardBackward(data, loss: loss).logProbabilities
      #expect(largestDifference(changed, before) > 1e-3)
      try await trainer.restore(saved)
      #expect(
        largestDifference(try await trainer.forwardBackward(data, loss: loss).logProbabilities, before) < 1e-5)

      server.kill()
      try await server.start()
      await expectError(.lostModel) { try await trainer.forwardBackward(data, loss: loss) }
      let successor = try await Self.provider(server).trainer(from: saved, lora: Self.lora)
      #expect(
        largestDifference(try await successor.forwardBackward(data, loss: loss).logProbabilities, before) < 1e-5)
      await expectError(.mismatchedCheckpoint) {
        try await provider.trainer(from: saved, lora: LoRAConfiguration(rank: 2, alpha: TinkerDialect.alpha))
      }
    }
  }

  /// Greedy completions and the log-probabilities of texts, under trained adapters.
  private func agreeOnSamples(
    _ sampler: any Sampler, server: SkyRLServer, tokenizer: Tokenizer, local: LocalModelProvider
  ) async throws {
    let adapters = try await server.newestAdapters()
    let reference = try await local.sampler(for: CheckpointReference(adapters.path))
    let requests = [[5, 9, 12, 40], [7, 30, 11, 8, 77]].map { prompt in
      SamplingRequest(
        prompt: prompt.map(TokenID.init), count: 2,
        parameters: SamplingParameters(maximumTokens: 8, temperature: 0, stopTokens: [3], seed: 1))
    }
    let completions = try await sampler.sample(requests)
    let expected = try await reference.sample(requests)
    for (own, other) in zip(completions.joined(), expected.joined()) {
      #expect(own.tokens == other.tokens)
      #expect(own.stopReason == other.stopReason)
      #expect(largestDifference([own.logProbabilities], [other.logProbabilities]) < 1e-4)
    }
    let texts = requests.map(\.prompt) + [[9]]
    #expect(
      largestDifference(
        try await sampler.logProbabilities(of: texts), try await reference.logProbabilities(of: texts)) < 1e-4)
    // Random draws: the reported log-probability is the model's own, whatever the temperature.
    let drawn = try await sampler.sample([
      SamplingRequest(
        prompt: [5, 9, 12, 40], count: 4, parameters: SamplingParameters(maximumTokens: 8, temperature: 0.7, seed: 3))
    ])[0]
    #expect(Set(drawn.map(\.tokens)).count > 1)
    let scored = try await reference.logProbabilities(of: drawn.map { [5, 9, 12, 40] + $0.tokens })
    for (completion, values) in zip(drawn, scored) {
      #expect(largestDifference([completion.logProbabilities], [Array(values.dropFirst(3))]) < 1e-4)
    }
  }

  /// Steps of RL with the same adapters: whatever the server reduces, prepared data move the weights as the sum does.
  private func agreeOnPolicySteps(
    from base: CheckpointReference, provider: TinkerModelProvider, local: LocalModelProvider, server: SkyRLServer,
    data: [Datum]
  ) async throws {
    let divisor: Float = 23
    let texts = data.map { $0.tokens + $0.targets.suffix(1) }
    for kind in [Loss.Kind.ppo, .importanceSampling, .cispo] {
      let trainer = try await provider.trainer(from: base, lora: Self.lora)
      _ = try await trainer.sampler()
      let reference = try await local.trainer(
        from: CheckpointReference(try await server.newestAdapters().path), lora: Self.lora)
      // Ratios from 0.6 to 1.6, so that clipping takes part.
      let loss = Loss(kind, clipLow: 0.7, clipHigh: 1.3)
      let start = try await reference.sampler().logProbabilities(of: texts)
      var current = data
      for index in data.indices {
        let noise = data[index].samplerLogProbabilities
        current[index].samplerLogProbabilities = zip(start[index], noise).map { $0 + 0.5 * $1 }
      }
      let (prepared, gradientDivisor) = trainer.capabilities.prepared(current, loss: loss, divisor: divisor)
      // The second step is the first that moves A. A large epsilon keeps Adam from magnifying rounding.
      for step in 1...2 {
        let output = try await trainer.forwardBackward(prepared, loss: loss)
        let expected = try await reference.forwardBackward(current, loss: loss)
        #expect(abs(output.loss - expected.loss / Double(divisor)) < 1e-4, "\(kind), step \(step)")
        var adam = AdamParameters(learningRate: 0.005, epsilon: 0.1, maximumGradientNorm: 0)
        adam.gradientDivisor = gradientDivisor
        let norm = try #require(try await trainer.optimizerStep(adam).gradientNorm)
        adam.gradientDivisor = divisor
        let expectedNorm = try #require(try await reference.optimizerStep(adam).gradientNorm)
        #expect(abs(norm - expectedNorm) < 1e-3 * expectedNorm, "\(kind), step \(step)")
      }
      // No step follows: the next model must not inherit these gradients.
      let after = try await trainer.forwardBackward(data, loss: Loss(.crossEntropy)).logProbabilities
      let expected = try await reference.forwardBackward(data, loss: Loss(.crossEntropy)).logProbabilities
      #expect(largestDifference(after, expected) < 5e-3, "\(kind)")
    }
  }

  private static func provider(_ server: SkyRLServer) throws -> TinkerModelProvider {
    TinkerModelProvider(
      try TinkerServer(
        url: server.url, dialect: .skyrl,
        waiting: TinkerWaiting(firstPause: .milliseconds(20), longestPause: .milliseconds(500)), environment: [:]))
  }

  private static func data(vocabulary: Int) -> [Datum] {
    var generator = SeededGenerator(seed: 3)
    return lengths.map { length in
      let text = (0...length).map { _ in TokenID.random(in: 5..<TokenID(vocabulary), using: &generator) }
      func numbers(_ range: ClosedRange<Float>) -> [Float] {
        (0..<length).map { _ in Float.random(in: range, using: &generator) }
      }
      return Datum(
        tokens: text.dropLast(), targets: Array(text.dropFirst()),
        weights: (0..<length).map { $0 < 3 ? 0 : $0 % 2 == 0 ? 0.5 : 1 },
        advantages: numbers(-1...1), samplerLogProbabilities: numbers(-1...1))
    }
  }

  /// Starts a server on a small model of random weights.
  private func withModel(_ body: (URL, Tokenizer, SkyRLServer) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-skyrl-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let tokenizer = Tokenizer.train(on: ["to be or not to be, that is the question"], vocabularySize: 280)
    let model = directory.appending(path: "model")
    try LocalModelProvider.initialize(
      configuration: ModelConfiguration(
        vocabularySize: tokenizer.vocabularySize, width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
        headWidth: 8, feedForwardWidth: 48, maximumLength: 128, initializerRange: 0.2,
        endTokens: try Renderer(tokenizer: tokenizer).stopTokens),
      seed: 5, renderer: try Renderer(tokenizer: tokenizer), at: model)
    let server = SkyRLServer(model: model, directory: directory, port: try SkyRLServer.freePort())
    defer { server.kill() }
    try await server.start()
    try await body(model, tokenizer, server)
  }
}

extension SkyRLServer {
  /// Unpacks the adapters that were saved for sampling last.
  func newestAdapters() async throws -> URL {
    let keys: Set<URLResourceKey> = [.contentModificationDateKey]
    let files = FileManager.default.enumerator(at: checkpoints, includingPropertiesForKeys: Array(keys))
    let archives = (files?.compactMap { $0 as? URL } ?? []).filter { $0.path.hasSuffix(".tar.gz") }
      .filter { $0.deletingLastPathComponent().lastPathComponent == "sampler_weights" }
    func date(_ url: URL) -> Date { (try? url.resourceValues(forKeys: keys).contentModificationDate) ?? .distantPast }
    guard let newest = archives.max(by: { date($0) < date($1) }) else {
      throw SkyRLServer.Failure(description: "There are no sampler weights in \(checkpoints.path).")
    }
    let target = newest.deletingPathExtension().deletingPathExtension()
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/tar")
    process.arguments = ["xzf", newest.path, "-C", target.path]
    try process.run()
    process.waitUntilExit()
    // SkyRL leaves out which maps are adapted: all of them.
    let file = target.appending(path: "adapter_config.json")
    var configuration = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    configuration["target_modules"] = LoRAConfiguration.allLinear
    try JSONSerialization.data(withJSONObject: configuration).write(to: file)
    return target
  }
}

/// The largest difference between two lists of lists; infinite where their forms differ.
func largestDifference(_ first: [[Float]], _ second: [[Float]]) -> Float {
  guard first.map(\.count) == second.map(\.count) else { return .infinity }
  return zip(first.joined(), second.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
