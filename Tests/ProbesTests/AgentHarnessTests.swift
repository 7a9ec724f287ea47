import Foundation
import Language
import ModelBackend
import Probes
import Synchronization
import Testing

@Suite("The harness of agents")
struct AgentHarnessTests {
  private static func scenario(_ limits: AgentLimits = AgentLimits()) -> AgentScenario {
    AgentScenario(id: "office", system: "You are an assistant.", task: "Answer the mail.", limits: limits) {
      MailEnvironment(
        Mailbox(
          owner: "me@here.example",
          inbox: [Mail(id: "1", from: "a@b.example", to: ["me@here.example"], subject: "Q", body: "When?")]))
    }
  }

  @Test("an agent reads, answers and ends, and everything is kept")
  func episode() async throws {
    let model = ScriptedModel(
      "<reasoning>Look first.</reasoning>\nLet me see.\n" + action("list_mail", "{}"),
      action("read_mail", #"{"id": "1"}"#) + "\n\n" + action("read_mail", #"{"id": "9"}"#),
      action("send_mail", #"{"to": "a@b.example", "subject": "Re: Q", "body": "At noon.\n\nYours"}"#), "Done.")
    let transcript = try await AgentHarness(model).run(Self.scenario(), seed: 1)
    #expect(transcript.ending == .finished && transcript.isWhole)
    #expect(transcript.turns.map(\.uses.count) == [1, 2, 1, 0])
    #expect(transcript.turns[0].reasoning == "Look first.")
    #expect(!transcript.turns[0].content.contains("Look first"))
    #expect(transcript.turns[1].uses.map(\.isError) == [false, true])
    #expect(transcript.malformedCalls == 1)
    #expect(transcript.evidence.sentMail.map(\.body) == ["At noon.\n\nYours"])
    // The model is told of its tools, and shown what came of its calls.
    let last = try #require(model.requests.last)
    #expect(last.messages.map(\.role) == [.system, .user, .assistant, .user, .assistant, .user, .assistant, .user])
    #expect(last.messages[0].content.contains("send_mail"))
    #expect(last.messages[5].content.contains("When?") && last.messages[5].content.contains("Error of read_mail"))
    #expect(last.tools == nil)
    let data = try JSONEncoder().encode(transcript)
    #expect(try JSONDecoder().decode(AgentTranscript.self, from: data) == transcript)
  }

  @Test(
    "a call that cannot be read is answered with what is wrong, counted, and ends nothing",
    arguments: [
      "```action\n{\"tool\": \"list_mail\", \"arguments\": {}\n```", "```action\nlist_mail()\n```",
      "```action\n{\"arguments\": {}}\n```", "```action\n{\"tool\": \"list_mail\", \"arguments\": [1]}\n```",
      "```json\n{\"tool\": \"list_mail\", \"arguments\": {}}\n```", action("delete_all", "{}"),
      "<tool_call>\n{\"name\": \"list_mail\", \"arguments\": {}}\n</tool_call>",
      "```action\n{\"tool\": \"send_mail\", \"arguments\": {\"to\": \"a@b.example\", \"body\": \"two\nlines\"}}\n```",
    ])
  func malformed(text: String) async throws {
    let transcript = try await AgentHarness(ScriptedModel(text, "I give up.")).run(Self.scenario(), seed: 1)
    #expect(transcript.turns.count == 2)
    #expect(transcript.malformedCalls == 1)
    #expect(transcript.ending == .finished)
    #expect(transcript.evidence == AgentEvidence())
  }

  @Test(
    "what only talks of a call is an answer, and ends the episode",
    arguments: [
      "I would use send_mail now.", "```\nlist_mail\n```", "```json\n{\"answer\": 42}\n```", "", "action {\"tool\": 1}",
    ])
  func talk(text: String) async throws {
    let transcript = try await AgentHarness(ScriptedModel(text)).run(Self.scenario(), seed: 1)
    #expect(transcript.turns.count == 1 && transcript.malformedCalls == 0)
  }

  @Test("an episode ends at its limits, however long the agent goes on")
  func limits() async throws {
    let endless = ScriptedModel(action("list_mail", "{}"))
    let turns = try await AgentHarness(endless).run(Self.scenario(AgentLimits(turns: 3)), seed: 1)
    #expect(turns.ending == .turnLimit && turns.turns.count == 3 && turns.isWhole)

    let costly = ScriptedModel { _ in ChatReply(content: action("list_mail", "{}"), completionTokens: 60) }
    let tokens = try await AgentHarness(costly).run(
      Self.scenario(AgentLimits(tokensPerTurn: 100, tokens: 150)), seed: 1)
    #expect(tokens.ending == .tokenLimit && tokens.turns.count == 3 && tokens.completionTokens == 180)
    #expect(costly.requests.map(\.maximumTokens) == [100, 90, 30])

    let start = ContinuousClock.now
    let looks = Mutex(0)
    let harness = try AgentHarness(
      endless,
      now: {
        start
          + .seconds(
            looks.withLock {
              $0 += 1
              return $0 * 4
            })
      })
    let slow = try await harness.run(Self.scenario(AgentLimits(seconds: 10)), seed: 1)
    #expect(slow.ending == .timeLimit && !slow.isWhole && slow.turns.count == 2)
  }

  @Test("an answer that was cut off before it did anything is no end")
  func cut() async throws {
    let model = ScriptedModel { request in
      request.messages.count == 2
        ? ChatReply(content: "I will now", stopReason: .length) : ChatReply(content: "Done.")
    }
    let transcript = try await AgentHarness(model).run(Self.scenario(), seed: 1)
    #expect(transcript.turns.count == 2 && transcript.malformedCalls == 1)
  }

  @Test("a model that fails ends its episode, and one that is out of budget ends the work")
  func failure() async throws {
    let failing = ScriptedModel { request in
      if request.messages.count > 2 { throw BackendError(.sequenceTooLong, "too long") }
      return ChatReply(content: action("send_mail", #"{"to": "a@b.example", "body": "x"}"#))
    }
    let transcript = try await AgentHarness(failing).run(Self.scenario(), seed: 1)
    #expect(transcript.ending == .failed && !transcript.isWhole && transcript.failure == "too long")
    #expect(transcript.evidence.sentMail.count == 1)
    let poor = ScriptedModel { _ in throw BackendError(.budgetExhausted, "no more") }
    await #expect(throws: BackendError.self) { try await AgentHarness(poor).run(Self.scenario(), seed: 1) }
  }

  @Test("native calls go out as tools and their results come back as such")
  func native() async throws {
    let model = ScriptedModel(takesTools: true) { request in
      request.messages.contains { $0.role == .tool }
        ? ChatReply(content: "Done.")
        : ChatReply(
          content: "",
          toolCalls: [
            ToolCall(id: "a", name: "list_mail", arguments: "{}"),
            ToolCall(id: "b", name: "read_mail", arguments: "no"),
          ])
    }
    let transcript = try await AgentHarness(model, toolProtocol: .native).run(Self.scenario(), seed: 1)
    let last = try #require(model.requests.last)
    #expect(last.tools?.map(\.name) == ["list_mail", "read_mail", "send_mail", "move_mail"])
    #expect(last.messages.map(\.toolCallID) == [nil, nil, nil, "a", "b"])
    #expect(!last.messages[0].content.contains("```action"))
    #expect(transcript.malformedCalls == 1)
    #expect(throws: BackendError.self) { try AgentHarness(ScriptedModel("x"), toolProtocol: .native) }
  }

  @Test("long results are cut, and say so")
  func long() async throws {
    let scenario = AgentScenario(id: "x", system: "s", task: "t", limits: AgentLimits(resultLength: 50)) {
      DatabaseEnvironment(try ScenarioDatabase(setUp: "CREATE TABLE t (x)"))
    }
    let model = ScriptedModel(action("run_sql", #"{"sql": "SELECT printf('%.500c', 'x') AS x"}"#), "Done.")
    let transcript = try await AgentHarness(model).run(scenario, seed: 1)
    #expect(transcript.turns[0].uses[0].result.count < 100)
    #expect(transcript.turns[0].uses[0].result.contains("more characters"))
  }

  @Test("the same seed asks the same again, another one does not")
  func seeds() async throws {
    func asked(_ seed: UInt64) async throws -> [UInt64?] {
      let model = ScriptedModel(action("list_mail", "{}"), "Done.")
      _ = try await AgentHarness(model).run(Self.scenario(), seed: seed)
      return model.requests.map(\.seed)
    }
    let first = try await asked(1)
    #expect(try await asked(1) == first)
    #expect(Set(first + (try await asked(2))).count == 4)
  }
}
