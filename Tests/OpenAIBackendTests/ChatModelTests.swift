import Foundation
import Language
import ModelBackend
import OpenAIBackend
import TestServers
import Testing

@Suite("Chat completions")
struct ChatModelTests {
  private static func ask(
    _ answers: [String], options: ChatOptions = ChatOptions(), request: ChatRequest = question
  ) async throws -> (replies: [ChatReply], bodies: [[String: Any]]) {
    try await MisbehavingServer.with({ [.json(200, answers[min($0.number, answers.count - 1)])] }) { server in
      let replies = try await OpenAIChatModel("some/model", at: client(server.baseURL), options: options)
        .replies(to: request)
      return (replies, server.requests.map(\.fields))
    }
  }

  private static func message(_ fields: String, end: String = "stop") -> String {
    #"{"choices":[{"index":0,"message":{"role":"assistant",\#(fields)},"finish_reason":"\#(end)"}]}"#
  }

  @Test("A request says all that was asked for, and only that")
  func body() async throws {
    var request = ChatRequest(
      messages: [
        Message(.system, "Be \"brief\".\u{1}\t\\"), Message(.user, "Grüße 👋"),
        Message(.assistant, "So?", reasoning: "Hm."), Message(.user, "Go on"),
      ], maximumTokens: 77, temperature: 0.7, topP: 0.9, stopStrings: ["END", "\n\n"], seed: 12)
    let options = ChatOptions(
      lengthField: .maximumCompletionTokens, omittedFields: ["top_p"],
      additionalFields: ["top_k": 20, "chat_template_kwargs": ["enable_thinking": false], "temperature": 0.5])
    let (_, bodies) = try await Self.ask([Self.message(#""content":"x""#)], options: options, request: request)
    let expected: [String: Any] = [
      "model": "some/model",
      "messages": [
        ["role": "system", "content": "Be \"brief\".\u{1}\t\\"], ["role": "user", "content": "Grüße 👋"],
        ["role": "assistant", "content": "So?", "reasoning_content": "Hm."], ["role": "user", "content": "Go on"],
      ], "max_completion_tokens": 77, "temperature": 0.5, "stop": ["END", "\n\n"], "seed": 12, "top_k": 20,
      "chat_template_kwargs": ["enable_thinking": false],
    ]
    #expect(try canonical(bodies[0]) == canonical(expected))

    request = ChatRequest(messages: [Message(.user, "x")], maximumTokens: 5)
    let (_, plain) = try await Self.ask([Self.message(#""content":"x""#)], request: request)
    #expect(Set(plain[0].keys) == ["model", "messages", "max_tokens", "temperature"])
  }

  @Test(
    "Reasoning is found wherever servers put it",
    arguments: [
      (#""content":"\n\nFour.","reasoning_content":"\nTwo and two.\n""#, "Two and two.", "Four."),
      (#""content":"Four.","reasoning":"Two and two.""#, "Two and two.", "Four."),
      (#""content":"<think>\nTwo and two.\n</think>\n\nFour.""#, "Two and two.", "Four."),
      (#""content":"Two and two.\n</think>\n\nFour. </think>""#, "Two and two.", "Four. </think>"),
      (#""content":"\n<think>Two and""#, "Two and", ""),
      (#""content":"<think>\n\n</think>\n\nFour.""#, nil, "Four."),
      (#""content":"Four <think>.""#, nil, "Four <think>."),
      (#""content":"Four.","reasoning_content":null"#, nil, "Four."),
      (#""content":null,"reasoning_content":"Two and""#, "Two and", ""),
      (#""content":null,"refusal":"I will not.""#, nil, "I will not."),
      (#""content":[{"type":"text","text":"Fo"},{"type":"text","text":"ur."}]"#, nil, "Four."),
      (#""content":"\ud83d\udc4b \ud83d \u00e9<\/think>x""#, "👋 \u{FFFD} é", "x"),
    ] as [(String, String?, String)])
  func reasoning(fields: String, reasoning: String?, content: String) async throws {
    let (replies, _) = try await Self.ask([Self.message(fields)])
    #expect(replies == [ChatReply(reasoning: reasoning, content: content)])
  }

  @Test("Where the template opens the reasoning, an answer without tags is reasoning that was cut off")
  func opened() async throws {
    let cut = Self.message(#""content":"Two and""#, end: "length")
    var (replies, _) = try await Self.ask([cut], options: ChatOptions(reasoning: .opened))
    #expect(replies == [ChatReply(reasoning: "Two and", content: "", stopReason: .length)])
    (replies, _) = try await Self.ask([cut])
    #expect(replies == [ChatReply(content: "Two and", stopReason: .length)])
    (replies, _) = try await Self.ask(
      [Self.message(#""content":"\nTwo</think>""#)], options: ChatOptions(reasoning: .verbatim))
    #expect(replies == [ChatReply(content: "\nTwo</think>")])
  }

  @Test("Several answers come from one request, in their order, however the server orders them")
  func several() async throws {
    var request = question
    request.count = 3
    request.seed = 1 << 40
    let choices = [2, 0, 1].map { #"{"index":\#($0),"message":{"content":"\#($0)"},"finish_reason":"stop"}"# }
    let (replies, bodies) = try await Self.ask(
      [#"{"choices":[\#(choices.joined(separator: ","))],"usage":{"prompt_tokens":9,"completion_tokens":6}}"#],
      request: request)
    #expect(replies.map(\.content) == ["0", "1", "2"])
    #expect(replies.map(\.promptTokens) == [9, 9, 9])
    #expect(replies.map(\.completionTokens) == [nil, nil, nil])
    #expect(bodies.count == 1)
    #expect(bodies[0]["n"] as? Int == 3)
    #expect((bodies[0]["seed"] as? Int).map { 0..<(1 << 31) ~= $0 } == true)
  }

  @Test(
    "A server that gives fewer answers than asked for, or refuses to, is asked for each, with seeds of their own",
    arguments: [true, false])
  func fewer(refuses: Bool) async throws {
    try await MisbehavingServer.with { request in
      refuses && request.fields["n"] != nil
        ? [.json(400, #"{"error":"only one choice"}"#)] : [.chat("\(request.number)")]
    } _: { server in
      let model = OpenAIChatModel("m", at: try client(server.baseURL))
      var request = question
      request.count = 4
      request.seed = 5
      #expect(try await model.replies(to: request).count == 4)
      let first = server.requests.map(\.fields)
      #expect(first.count == (refuses ? 5 : 4))
      let answered = refuses ? Array(first.dropFirst()) : first
      #expect(Set(answered.map { $0["seed"] as? Int }).count == 4)
      #expect(answered[0]["seed"] as? Int == 5)
      #expect(first.dropFirst().allSatisfy { $0["n"] == nil })
      // It is not asked for several again.
      #expect(try await model.replies(to: request).count == 4)
      let second = server.requests.dropFirst(first.count).map(\.fields)
      #expect(second.count == 4)
      #expect(second.allSatisfy { $0["n"] == nil })
      #expect(Set(second.map { $0["seed"] as? Int }) == Set(answered.map { $0["seed"] as? Int }))
    }
  }

  @Test("Connections are kept open, and no more requests are under way than allowed")
  func concurrency() async throws {
    try await MisbehavingServer.with({ _ in [.wait(milliseconds: 20), .chat("four")] }) { server in
      let client = try client(server.baseURL) { $0.maximumConcurrency = 5 }
      let model = OpenAIChatModel("m", at: client)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<100 { group.addTask { _ = try await model.replies(to: question) } }
        try await group.waitForAll()
      }
      #expect(server.mostOpenRequests == 5)
      #expect(server.connections <= 10)
      #expect(await client.usage.answeredRequests == 100)
      #expect(await client.usage.promptTokens == 1_000)
    }
  }
}
