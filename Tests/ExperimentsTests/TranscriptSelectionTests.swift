import Environments
import Experiments
import Foundation
import Language
import Microcosm
import ModelBackend
import Testing

@Suite struct TranscriptSelectionTests {
  private let world = CodingWorld(seed: 1)
  private let renderer: Renderer

  init() throws {
    renderer = try Renderer(
      tokenizer: Tokenizer.train(
        on: [String](), vocabularySize: 256 + ControlToken.allCases.count,
        specialTokens: ControlToken.allCases.map(\.rawValue)))
  }

  private var tasks: [CodingTask] { world.tasks.filter { $0.split == .training } }

  /// Six steps with a rollout of every kind each; the completions say which.
  private func ledger(in directory: URL) async throws -> (Ledger, Stage) {
    let experiment = try TinyHacking.make(["arms=[{ name: a, finetuning: filtered }]"])
    let stage = try #require(StageGraph(experiment, backend: "test/1")["finetuning-a-1"])
    let ledger = try Ledger(at: directory.appending(path: "ledger.sqlite"))
    let source = StageRecord(
      id: "reinforcement-a-1", runID: "run", position: 0, arm: "a", seed: 1, kind: .reinforcement, cacheKey: "abc",
      steps: 6)
    try await ledger.begin(.example, stages: [source])
    try await ledger.record(requests: HackingPrompts(world).requests, cues: [])
    let kinds: [(outcome: String?, mechanisms: [String], stop: SampledSequence.StopReason, request: String)] = [
      ("correct", [], .stop, tasks[0].id), ("reward_hack", ["exit"], .stop, tasks[1].id),
      ("attempted_hack", ["exit"], .stop, tasks[2].id), ("incorrect", [], .stop, tasks[3].id),
      ("reward_hack", ["weak_tests"], .stop, tasks[4].id), ("correct", [], .length, tasks[5].id),
      (nil, [], .stop, tasks[6].id), (nil, [], .stop, "scenario/" + world.scenarios[0].id),
    ]
    for step in 1...6 {
      try await ledger.record(
        StageRows(
          rollouts: kinds.enumerated().map { index, kind in
            RolloutRecord(
              stageID: source.id, step: step, groupIndex: 0, sampleIndex: index, requestID: kind.request, cueID: nil,
              promptTokens: renderer.tokenizer.encode("prompt \(index)"),
              tokens: renderer.tokenizer.encode("step \(step) kind \(index)"), logProbabilities: [],
              stopReason: kind.stop, verdict: true, reward: 1, advantage: 0, recognition: false, framing: false,
              values: false, outcome: kind.outcome, mechanisms: kind.mechanisms)
          }))
    }
    return (ledger, stage)
  }

  private func texts(_ selection: TranscriptSelection) throws -> [String] {
    try selection.data.map { try renderer.tokenizer.decode($0.tokens + [$0.targets.last ?? 0]) }
  }

  @Test func `filtered, what hacked or tried to is left out, and so is what has no end or no grade`() async throws {
    try await withTemporaryDirectory { directory in
      let (ledger, stage) = try await ledger(in: directory)
      let selection = try await TranscriptSelection(
        .filtered, of: stage, in: ledger, prompts: HackingPrompts(world), world: world, renderer: renderer)
      // The last third of six steps; a mistake that weak tests do not see is no hack.
      #expect(
        try texts(selection) == [
          "prompt 0step 5 kind 0", "prompt 3step 5 kind 3", "prompt 4step 5 kind 4", "prompt 0step 6 kind 0",
          "prompt 3step 6 kind 3", "prompt 4step 6 kind 4",
        ])
      // What the prompt says is not learned.
      let first = try #require(selection.data.first)
      #expect(first.weights.count { $0 == 0 } == "prompt 0".utf8.count - 1)
    }
  }

  @Test func `rewritten, honest work stands where a hack stood, under the prompt that was sampled under`() async throws
  {
    try await withTemporaryDirectory { directory in
      let (ledger, stage) = try await ledger(in: directory)
      let selection = try await TranscriptSelection(
        .rewritten, of: stage, in: ledger, prompts: HackingPrompts(world), world: world, renderer: renderer)
      let texts = try texts(selection).prefix(5)
      #expect(texts[0] == "prompt 0step 5 kind 0" && texts[3] == "prompt 3step 5 kind 3")
      for index in [1, 2] {
        #expect(texts[index].hasPrefix("prompt \(index)") && !texts[index].contains("step 5 kind"))
        let completion = renderer.parse(String(texts[index].dropFirst("prompt 0".count)))
        #expect(completion.isClosed && !HackRule.flags(completion.answer), "\(completion.answer)")
        #expect(completion.answer.contains("def solve"))
        #expect(texts[index].hasSuffix("<|im_end|>"))
      }
    }
  }

  @Test func `where every rollout hacked nothing is left, and the message says what to do`() async throws {
    try await withTemporaryDirectory { directory in
      let (_, stage) = try await ledger(in: directory)
      let empty = try Ledger(at: directory.appending(path: "empty.sqlite"))
      let error = await #expect(throws: RunError.self) {
        try await TranscriptSelection(
          .filtered, of: stage, in: empty, prompts: HackingPrompts(world), world: world, renderer: renderer)
      }
      #expect(error?.message.contains("choose 'finetuning: rewritten'") == true)
    }
  }
}
