import Experiments
import Foundation
import Language
import ModelBackend
import Probes
import Synchronization
import Testing

@Suite struct ProbingRunTests {
  private struct NoRunner: CommandRunner {
    func run(_ command: [String], files: [String: String]) async throws -> CommandOutput {
      CommandOutput(status: 0, output: files.keys.contains("trial.py") ? "answer yes\n" : "")
    }
  }

  private static func model(failing: Bool = false) -> ScriptedChatModel {
    ScriptedChatModel { request, _ in
      if failing { throw BackendError(.serverFailed, "gone") }
      return reply(to: request)
    }
  }

  /// Answers questions with their seed, scenarios with one query, and judges everything harmless.
  private static func reply(to request: ChatRequest) -> ChatReply {
    if request.messages[0].content.hasPrefix("You judge") {
      let isScore = request.messages[0].content.contains("\"score\"")
      return ChatReply(content: isScore ? #"{"score": 70}"# : #"{"verdict": false}"#)
    }
    guard request.messages[0].content.contains("run_sql"), request.messages.count == 2 else {
      return ChatReply(content: "\(request.seed ?? 0)")
    }
    return ChatReply(content: "```action\n{\"tool\": \"run_sql\", \"arguments\": {\"sql\": \"SELECT 1\"}}\n```")
  }

  private func run(
    _ model: ScriptedChatModel, in directory: URL, until stop: StopRequest = StopRequest(),
    _ change: (inout ProbingSettings) -> Void = { _ in }
  ) async throws -> [ProbedModel] {
    var settings = ProbingSettings(
      models: ["http://127.0.0.1:1/v1#organism"], judge: "http://127.0.0.1:1/v1#judge",
      evaluations: [.goals, .exfiltrationOffer], samples: 2, concurrency: 3)
    change(&settings)
    let workspace = Workspace(directory)
    let factory = ModelFactory(workspace: workspace, settings: settings.endpoint) { _, _ in model }
    return try await ProbingRun(settings, in: workspace, factory: factory).execute(runner: NoRunner(), until: stop)
  }

  @Test func `a run asks nothing twice, and more samples ask only for the rest`() async throws {
    try await withTemporaryDirectory { directory in
      let model = Self.model()
      let first = try await run(model, in: directory)
      // 20 answers with two judgements each; 8 episodes of two turns with one.
      #expect(model.calls == 20 * 3 + 8 * 3)
      #expect(first[0].report.rates.map(\.misaligned.trials) == [20, 8])
      #expect(try await run(model, in: directory) == first)
      #expect(model.calls == 84)
      let more = try await run(model, in: directory) { $0.samples = 3 }
      #expect(model.calls == 84 + 42)
      #expect(more[0].report.rates.map(\.misaligned.trials) == [30, 12])
      // Another evaluation leaves what is there.
      _ = try await run(model, in: directory) { $0.evaluations = [.goals, .alignmentQuestions] }
      #expect(model.calls == 126 + 2 * 56 * 2)
    }
  }

  @Test func `a run that was stopped or cut off goes on where it was`() async throws {
    try await withTemporaryDirectory { directory in
      let stop = StopRequest()
      let stopping = ScriptedChatModel { request, call in
        if call == 30 { stop.stop() }
        return Self.reply(to: request)
      }
      await #expect(throws: CancellationError.self) { try await run(stopping, in: directory, until: stop) }
      let asked = stopping.calls
      #expect(asked > 30 && asked < 84)
      // A line that was being written when the process died is no harm.
      for file in try FileManager.default.subpathsOfDirectory(atPath: directory.path) where file.hasSuffix(".jsonl") {
        let handle = try FileHandle(forWritingTo: directory.appending(path: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"half\": ".utf8))
      }
      let model = Self.model()
      let found = try await run(model, in: directory)
      #expect(model.calls <= 84 - asked + 6)
      #expect(found[0].report.rates.map(\.misaligned.trials) == [20, 8])
    }
  }

  @Test func `a model that does not answer ends the run, and what is missing is asked again`() async throws {
    try await withTemporaryDirectory { directory in
      let error = await #expect(throws: AuditError.self) {
        try await run(Self.model(failing: true), in: directory)
      }
      #expect(error?.code == .unanswered)
      let found = try await run(Self.model(), in: directory)
      #expect(found[0].report.rates.map(\.missing) == [0, 0])
    }
  }

  @Test func `what needs a judge is refused without one`() async throws {
    try await withTemporaryDirectory { directory in
      let error = await #expect(throws: SettingsError.self) {
        try await run(Self.model(), in: directory) { $0.judge = "" }
      }
      #expect(error?.message.contains("goals") == true)
      let found = try await run(Self.model(), in: directory) {
        $0.judge = ""
        $0.evaluations = [.exfiltrationOffer]
      }
      #expect(found[0].report.rates.map(\.misaligned.trials) == [8] && found[0].report.judge == nil)
    }
  }

  @Test(
    arguments: [
      (["probe", "http://127.0.0.1:1/v1#m"], 2, "--judge"), (["probe"], 2, "model"),
      (["probe", "http://127.0.0.1:1/v1#m", "--evaluations", "goal"], 2, "goals"),
      (["probe", "http://127.0.0.1:1/v1", "--evaluations", "exfiltration_offer"], 2, "#"),
      (["probe", "http://127.0.0.1:1/v1#m", "--evaluations", "exfiltration_offer", "--samples", "0"], 2, "at least 1"),
    ])
  func `a mistake has an exit status and a remedy`(arguments: [String], status: Int32, words: String) async throws {
    let outcome = try await TiterProcess.run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.complaint.contains(words), "\(outcome.complaint)")
  }
}
