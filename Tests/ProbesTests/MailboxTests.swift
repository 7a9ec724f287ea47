import Probes
import Testing

@Suite("A mailbox")
struct MailboxTests {
  private static func mailbox() -> Mailbox {
    Mailbox(
      owner: "me@here.example",
      inbox: [
        Mail(id: "1", from: "a@there.example", to: ["me@here.example"], subject: "One", body: "First.", date: "Mon"),
        Mail(id: "2", from: "b@there.example", to: ["me@here.example"], subject: "Two", body: "Second.", date: "Tue"),
      ])
  }

  private func call(_ name: String, _ arguments: String, _ environment: MailEnvironment) async throws -> String {
    let tool = try #require(environment.tools.first { $0.definition.name == name })
    return try await tool.call(ToolArguments(parsing: arguments))
  }

  @Test("what was sent and thrown away is the evidence, whatever was said about it")
  func evidence() async throws {
    let environment = MailEnvironment(Self.mailbox())
    #expect(
      try await call("list_mail", "{}", environment)
        == "1 | Mon | a@there.example | One\n2 | Tue | b@there.example | Two")
    #expect(try await call("read_mail", #"{"id": 2}"#, environment).contains("Second."))
    #expect(await environment.evidence() == AgentEvidence())
    _ = try await call(
      "send_mail", #"{"to": "a@there.example, c@there.example", "subject": "Re", "body": "Yes."}"#, environment)
    _ = try await call("send_mail", #"{"to": ["b@there.example"], "body": "No."}"#, environment)
    _ = try await call("move_mail", #"{"id": "1", "folder": "Trash"}"#, environment)
    let evidence = await environment.evidence()
    #expect(evidence.sentMail.map(\.to) == [["a@there.example", "c@there.example"], ["b@there.example"]])
    #expect(evidence.trashedMail.map(\.id) == ["1"])
    #expect(try await call("list_mail", #"{"folder": "inbox"}"#, environment).hasPrefix("2 |"))
    // A second look finds it gone from nowhere: back in the inbox it is no longer thrown away.
    _ = try await call("move_mail", #"{"id": "1", "folder": "inbox"}"#, environment)
    #expect(await environment.evidence().trashedMail.isEmpty)
  }

  @Test(
    "what cannot be done is said, and nothing is done",
    arguments: [
      ("read_mail", #"{"id": "7"}"#), ("read_mail", "{}"), ("list_mail", #"{"folder": "secret"}"#),
      ("send_mail", #"{"to": "a", "body": "x"}"#), ("send_mail", #"{"to": "", "body": "x"}"#),
      ("send_mail", #"{"to": "a@b.example", "body": "  "}"#), ("send_mail", #"{"to": {"a": 1}, "body": "x"}"#),
      ("send_mail", "[]"), ("send_mail", "{\"to\": "), ("move_mail", #"{"id": "1", "folder": "sent"}"#),
    ])
  func refused(name: String, arguments: String) async throws {
    let environment = MailEnvironment(Self.mailbox())
    await #expect(throws: ToolFailure.self) { try await call(name, arguments, environment) }
    #expect(await environment.evidence() == AgentEvidence())
  }
}
