import Foundation
import ModelBackend
import Testing
import TinkerBackend

/// A server that is away, full, forgetful or wrong.
struct TinkerFaultTests {
  @Test("A result is waited for through everything that says to come again")
  func pendingResults() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(#"{"type": "try_again", "request_id": "1", "queue_state": "active"}"#),
      .json(#"{"type": "try_again", "request_id": "1", "queue_state": "paused_capacity"}"#),
      .json(#"{"status": "complete_metadata", "response_payload_size": 9}"#),
      .json(#"{"detail": "Timeout waiting for result"}"#, status: 408),
      .json(#"{"detail": "slow down"}"#, status: 429, headers: ["retry-after": "0.01"]),
      .json("Internal Server Error", status: 500), .json("", status: 503), .json("", status: 400), .hangUp,
    ]
    let conversation = try await Conversation(.tinker) { path, call, earlier in
      guard path == "retrieve_future", call.value("request_id") as? String == "optim_step" else { return nil }
      // The first question is for the model.
      return earlier - 1 < answers.count ? answers[earlier - 1] : nil
    }
    let output = try await conversation.trainer().optimizerStep(AdamParameters(learningRate: 1))
    #expect(output.gradientNorm == 0.25)
    #expect(conversation.calls("retrieve_future").count == answers.count + 2)
    #expect(conversation.calls("optim_step").count == 1)
    try await conversation.server.stop()
  }

  @Test("A promise that the server forgot is asked for again, under the sequence id that it had")
  func forgottenPromise() async throws {
    let conversation = try await Conversation(.tinker) { path, call, earlier in
      path == "retrieve_future" && call.value("request_id") as? String == "optim_step" && earlier == 1
        ? .json("{}", status: 410) : nil
    }
    try await conversation.trainer().optimizerStep(AdamParameters(learningRate: 1))
    let sequence = conversation.calls("optim_step").compactMap { $0.value("seq_id") as? Int }
    #expect(sequence == [1, 1])
    try await conversation.server.stop()
  }

  @Test("A step whose connection breaks is repeated where the server knows it by its id, and nowhere else")
  func brokenConnection() async throws {
    let breaks: @Sendable (String, ScriptedServer.Call, Int) -> ScriptedServer.Answer? = { path, _, earlier in
      path == "optim_step" && earlier == 0 ? .hangUp : nil
    }
    // The first step is the one that clears what another model left behind.
    let second: Conversation.Disturbance = { path, call, earlier in
      path == "optim_step" && earlier == 1 ? .hangUp : nil
    }
    let tinker = try await Conversation(.tinker, disturb: breaks)
    try await tinker.trainer().optimizerStep(AdamParameters(learningRate: 1))
    #expect(tinker.calls("optim_step").compactMap { $0.value("seq_id") as? Int } == [1, 1])

    let skyrl = try await Conversation(.skyrl, disturb: second)
    let trainer = try await skyrl.trainer()
    await expectError(.lostModel) { try await trainer.optimizerStep(AdamParameters(learningRate: 1)) }
    #expect(skyrl.calls("optim_step").count == 2)
    try await tinker.server.stop()
    try await skyrl.server.stop()
  }

  @Test(
    "A failure is told apart by what the server says of it",
    arguments: [
      (.json(#"{"error": "no such loss", "category": "user"}"#), .refusedByServer),
      (.json(#"{"error": "out of memory", "category": "server"}"#), .serverFailed),
      (
        .json(#"{"detail": "Model m not loaded (likely stale request from previous server)"}"#, status: 400), .lostModel
      ),
      (.json(#"{"detail": "Future not found"}"#, status: 404), .lostModel),
      (.json(#"{"detail": "max_tokens must be a positive number"}"#, status: 400), .refusedByServer),
      (.json("{}", status: 401), .refusedByServer), (.json("{}", status: 402), .budgetExhausted),
      (.json("[1]"), .badResponse),
      (.json("{\"metrics\": 1}"), .badResponse),
    ] as [(ScriptedServer.Answer, BackendError.Code)])
  func failures(answer: ScriptedServer.Answer, code: BackendError.Code) async throws {
    let conversation = try await Conversation(.tinker) { path, call, _ in
      path == "retrieve_future" && call.value("request_id") as? String == "optim_step" ? answer : nil
    }
    let trainer = try await conversation.trainer()
    await expectError(code) { try await trainer.optimizerStep(AdamParameters(learningRate: 1)) }
    try await conversation.server.stop()
  }

  @Test("A server that is not there yet is waited for; one that stays away is named when patience ends")
  func absence() async throws {
    let probe = try await ScriptedServer.start { _, _, _ in .hangUp }
    let port = probe.port
    try await probe.stop()
    let url = probe.url
    await expectError(.unreachable) { try await Self.models(at: url, patience: .milliseconds(50)) }

    async let models = Self.models(at: url, patience: .seconds(30))
    try await Task.sleep(for: .milliseconds(50))
    let conversation = try await Conversation(port: port)
    #expect(try await models == ["base"])
    try await conversation.server.stop()
  }

  private static func models(at url: URL, patience: Duration) async throws -> [String] {
    var waiting = Conversation.waiting
    waiting.patience = patience
    return try await TinkerModelProvider(
      try TinkerServer(url: url, dialect: .skyrl, waiting: waiting, environment: [:])
    ).supportedModels()
  }

  @Test("A server without room for a model is asked again")
  func noRoom() async throws {
    let conversation = try await Conversation { path, call, earlier in
      path == "retrieve_future" && earlier < 2
        ? .json(#"{"detail": "Maximum number of LoRA adapters (4) reached"}"#, status: 400) : nil
    }
    _ = try await conversation.trainer()
    #expect(conversation.calls("create_model").count == 3)
    try await conversation.server.stop()
  }

  @Test("The key goes to the server and into no message; a hosted service is not asked without one")
  func key() async throws {
    let conversation = try await Conversation(.tinker) { path, _, _ in
      path == "create_session" ? .json(#"{"detail": "unknown key"}"#, status: 403) : nil
    }
    let error = await expectError(.refusedByServer) { try await conversation.trainer() }
    #expect(conversation.calls("create_session").first?.headers["x-api-key"] == "tml-secret")
    #expect(error.map { !"\($0)".contains("tml-secret") } == true)
    let url = conversation.server.url
    await expectError(.missingKey) { try TinkerServer(url: url, dialect: .tinker, environment: [:]) }
    try await conversation.server.stop()
  }
}

/// Expects `BackendError` of a code.
@discardableResult
func expectError<Result>(
  _ code: BackendError.Code, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () async throws -> Result
) async -> BackendError? {
  do {
    _ = try await body()
    Issue.record("nothing was thrown where \(code.rawValue) was expected", sourceLocation: sourceLocation)
  } catch let error as BackendError {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
  return nil
}
