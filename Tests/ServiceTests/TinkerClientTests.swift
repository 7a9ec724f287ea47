import Foundation
import Language
import LocalEngine
import ModelBackend
import Service
import TestSupport
import Testing
import TinkerBackend

/// The official client, unmodified, against the service; probabilities against the embedded engine, and PEFT's against
/// those of what it saved.
@Suite(.tags(.python), .serialized) struct TinkerClientTests {
  private struct Question: Encodable {
    struct Text: Encodable {
      var tokens: [TokenID]
      var targets: [TokenID]
      var weights: [Float]
    }

    var sdk: String
    var url: String
    var token: String
    var model: String
    var workspace: String
    var data: [Text]
    var wanted: [TokenID]
    var loss: String
    var steps: Int
  }

  private struct Answer: Decodable {
    var version: String
    var models: [String]
    var metrics: [String]
    var losses: [Double]
    var logprobs: [[Float]]
    var forward: Double
    var info: [Info]
    var custom: Double
    var repeats: Bool
    var resumed: Bool
    var rewards: [Double]
    var off_policy: Double
    var first_score: Bool
    var peft_difference: Double
    var top: Bool
    var unstopped: [Info]
    var stopped: Bool
    var many: Int
    var same_seed: Int
    var runs: [Int]
    var checkpoints: [[String]]
    var weights: [Info]
    var deleted: Bool
    var errors: [String]
    var goes_on: Bool
  }

  /// One of the things that lists of different things hold.
  private enum Info: Decodable, Equatable {
    case text(String)
    case number(Int)
    case truth(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// Where `scripts/test` puts the last version that speaks JSON.
  private static var olderClient: String {
    get throws {
      let environment = try PythonOracle.interpreter.deletingLastPathComponent().deletingLastPathComponent()
      let url = environment.appending(path: "tinker-0.24.1")
      guard FileManager.default.fileExists(atPath: url.appending(path: "tinker").path) else {
        throw PythonOracle.Failure(
          description: "There is no tinker 0.24.1 in \(url.path): run ./scripts/test, which installs it there.")
      }
      return url.path
    }
  }

  @Test("Version 0.24.1 trains, supervised and by reinforcement, saves, samples and lists, with the engine's numbers")
  func older() async throws {
    let answer = try await ask(try Self.olderClient, loss: "importance_sampling")
    #expect(answer.version == "0.24.1")
  }

  @Test("The newest version does the same in protocol buffers")
  func newest() async throws {
    let answer = try await ask("", loss: "ppo")
    #expect(answer.version != "0.24.1")
  }

  @Test("The example of the documentation trains with either")
  func example() async throws {
    let older = try Self.olderClient
    try await TestService.run { service, _ in
      for sdk in ["", older] {
        try await PythonOracle.run(
          SourceTree.root.appending(path: "Examples/Tinker/loops.py"), arguments: ["tiny", "2"],
          environment: [
            "TINKER_BASE_URL": "http://127.0.0.1:\(service.port)", "TINKER_API_KEY": "tml-none", "PYTHONPATH": sdk,
          ])
      }
    }
  }

  private func ask(_ sdk: String, loss: String) async throws -> Answer {
    try await withTemporaryDirectory { directory in
      let model = try TestModel(in: directory.appending(path: "tiny"))
      let workspace = directory.appending(path: "workspace")
      let token = "a token of some length"
      let data = TrainingData.random(vocabulary: 250, seed: 9)
      let answers = AsyncStream.makeStream(of: Answer.self)
      try await TestService.run(
        models: [model.directory.path], ServiceConfiguration(token: token), in: workspace
      ) { service in
        let answer: Answer = try await PythonOracle.ask(
          "Oracles/tinker_loops.py",
          Question(
            sdk: sdk, url: "http://127.0.0.1:\(service.port)", token: token, model: model.directory.path,
            workspace: workspace.path,
            data: data.map { Question.Text(tokens: $0.tokens, targets: $0.targets, weights: $0.weights) },
            wanted: Array(20..<60), loss: loss, steps: 80))
        answers.continuation.yield(answer)
      }
      answers.continuation.finish()
      let answer = try #require(await answers.stream.first { _ in true })
      try await check(answer, data, model)
      return answer
    }
  }

  private func check(_ answer: Answer, _ data: [Datum], _ model: TestModel) async throws {
    #expect(answer.models == ["tiny"])
    #expect(answer.metrics.contains("loss:sum") && answer.metrics.contains("grad_norm:mean"))
    #expect(answer.info == [.text("tiny"), .number(4), .truth(true)])

    // Adapters begin without effect, so the first pass is the base model's.
    let texts = data.map { $0.tokens + [$0.targets[$0.targets.count - 1]] }
    let base = try await LocalSampler(model.checkpoint).logProbabilities(of: texts)
    #expect(largestDifference(answer.logprobs, base) < 1e-5)
    let local = try LocalTrainer(
      model.checkpoint, lora: LoRAConfiguration(rank: 4, alpha: TinkerDialect.alpha, seed: 7), at: model.directory,
      savingTo: model.directory)
    for loss in answer.losses {
      let expected = try await local.forwardBackward(data, loss: Loss(.crossEntropy)).loss
      #expect(abs(loss - expected) < 1e-4 * expected)
      await local.optimizerStep(AdamParameters(learningRate: 0.01, epsilon: 1e-8, maximumGradientNorm: 1))
    }
    let last = try #require(answer.losses.last)
    #expect(last < answer.losses[0] * 0.85)
    #expect(answer.forward < last)
    #expect(abs(answer.custom - answer.forward) < 1e-3)
    #expect(answer.repeats && answer.resumed)

    let begin = answer.rewards.prefix(3).reduce(0, +) / 3
    let end = answer.rewards.suffix(3).reduce(0, +) / 3
    #expect(end > begin + 0.2, "\(answer.rewards)")
    #expect(answer.off_policy < 1e-4)
    #expect(answer.first_score && answer.top && answer.stopped)
    #expect(answer.peft_difference < 1e-4)
    #expect(answer.unstopped == [.number(12), .text("length")])
    #expect(answer.many == 80)
    #expect(answer.same_seed == 1)

    #expect(answer.runs == [3, 3])
    #expect(answer.checkpoints == [["weights/state", "training"]])
    #expect(answer.weights == [.text("tiny"), .number(4), .truth(true), .truth(false)])
    #expect(answer.deleted && answer.goes_on)
    try #require(answer.errors.count == 5, "\(answer.errors)")
    for (error, says) in zip(
      answer.errors,
      [
        "has token 100000", "has 1 numbers for 2 tokens", "There is no checkpoint", "There is no model 'other'",
        "There is no checkpoint tinker://x/weights/y",
      ])
    {
      #expect(error.contains(says), "\(error)")
    }
  }
}
