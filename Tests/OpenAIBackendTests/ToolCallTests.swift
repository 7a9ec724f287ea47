import Foundation
import Language
import ModelBackend
import OpenAIBackend
import TestServers
import Testing

@Suite("Calls of tools")
struct ToolCallTests {
  private static let tool = ToolDefinition(
    name: "query", summary: "Runs SQL.",
    parameters: #"{"type":"object","properties":{"sql":{"type":"string"}},"required":["sql"]}"#)

  private static func ask(
    _ answer: MisbehavingServer.Step..., request: ChatRequest, options: ChatOptions = ChatOptions()
  ) async throws -> (replies: [ChatReply], body: [String: Any]) {
    try await MisbehavingServer.with({ _ in answer }) { server in
      let model = OpenAIChatModel("m", at: try client(server.baseURL), options: options)
      return (try await model.replies(to: request), server.requests[0].fields)
    }
  }

  private static let call =
    #"{"id":"c1","type":"function","function":{"name":"query","arguments":"{\"sql\": \"SELECT 1\"}"}}"#

  private static func message(_ fields: String) -> MisbehavingServer.Step {
    .json(
      200, #"{"choices":[{"index":0,"message":{"role":"assistant",\#(fields)},"finish_reason":"tool_calls"}]}"#)
  }

  @Test("tools, calls and results go out as OpenAI writes them")
  func body() async throws {
    let made = ToolCall(id: "c1", name: "query", arguments: #"{"sql": "SELECT 1"}"#)
    let request = ChatRequest(
      messages: [
        Message(.user, "Count."), Message(.assistant, "", toolCalls: [made]), Message(.tool, "1", toolCallID: "c1"),
      ], maximumTokens: 9, tools: [Self.tool])
    let (_, body) = try await Self.ask(.chat("done"), request: request)
    let expected: [String: Any] = [
      "model": "m", "max_tokens": 9, "temperature": 1,
      "messages": [
        ["role": "user", "content": "Count."],
        [
          "role": "assistant", "content": "",
          "tool_calls": [
            [
              "id": "c1", "type": "function",
              "function": ["name": "query", "arguments": #"{"sql": "SELECT 1"}"#],
            ]
          ],
        ], ["role": "tool", "content": "1", "tool_call_id": "c1"],
      ],
      "tools": [
        [
          "type": "function",
          "function": [
            "name": "query", "description": "Runs SQL.",
            "parameters": [
              "type": "object", "properties": ["sql": ["type": "string"]], "required": ["sql"],
            ],
          ],
        ]
      ],
    ]
    #expect(try canonical(body) == canonical(expected))
  }

  @Test(
    "calls are read, several and with text, and whether arguments come as text or as an object",
    arguments: [
      (#""content":null,"tool_calls":[\#(call)]"#, 1, ""),
      (#""content":"Let me see.","tool_calls":[\#(call),\#(call)]"#, 2, "Let me see."),
      (#""tool_calls":[{"function":{"name":"query","arguments":{"sql":"SELECT 1"}}}]"#, 1, ""),
    ])
  func calls(fields: String, count: Int, content: String) async throws {
    let request = ChatRequest(messages: [Message(.user, "Count.")], tools: [Self.tool])
    let (replies, _) = try await Self.ask(Self.message(fields), request: request)
    let reply = try #require(replies.first)
    #expect(reply.content == content)
    let calls = try #require(reply.toolCalls)
    #expect(calls.count == count)
    for call in calls {
      #expect(call.name == "query" && !call.id.isEmpty)
      let arguments = try JSONDecoder().decode([String: String].self, from: Data(call.arguments.utf8))
      #expect(arguments == ["sql": "SELECT 1"])
    }
  }

  @Test("a call is put together from the pieces of a stream")
  func stream() async throws {
    let deltas = [
      #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"query","arguments":""}}]}"#,
      #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"sql\":"}}]}"#,
      #"{"tool_calls":[{"index":1,"id":"b","function":{"name":"other","arguments":"{}"}}]}"#,
      #"{"tool_calls":[{"index":0,"function":{"arguments":" \"SELECT 2\"}"}}]}"#,
    ]
    let events = deltas.map { #"data: {"choices":[{"index":0,"delta":\#($0),"finish_reason":null}]}"# }
    let last = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#
    let text = (events + [last, "data: [DONE]"]).joined(separator: "\n\n") + "\n\n"
    let request = ChatRequest(messages: [Message(.user, "Count.")], tools: [Self.tool])
    try await MisbehavingServer.with({ _ in MisbehavingServer.Step.events(text, pieces: 7) }) { server in
      let model = OpenAIChatModel("m", at: try client(server.baseURL), options: ChatOptions(isStreaming: true))
      let replies = try await model.replies(to: request)
      #expect(
        replies.map(\.toolCalls) == [
          [
            ToolCall(id: "a", name: "query", arguments: #"{"sql": "SELECT 2"}"#),
            ToolCall(id: "b", name: "other", arguments: "{}"),
          ]
        ])
    }
  }

  @Test("a call that nobody offered, and a tool whose parameters are no object, are errors")
  func errors() async throws {
    let uncalled = await backendError {
      try await Self.ask(Self.message(#""content":null,"tool_calls":[\#(Self.call)]"#), request: question)
    }
    #expect(uncalled?.code == .badResponse)
    let broken = ToolDefinition(name: "x", summary: "", parameters: "[")
    let request = ChatRequest(messages: [Message(.user, "Count.")], tools: [broken])
    #expect(await backendError { try await Self.ask(.chat("x"), request: request) }?.code == .misconfigured)
  }
}
