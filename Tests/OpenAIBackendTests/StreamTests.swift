import Foundation
import Language
import ModelBackend
import OpenAIBackend
import TestServers
import Testing

@Suite("Streams of events")
struct StreamTests {
  private static let options = ChatOptions(isStreaming: true)

  private static func event(_ delta: String, index: Int = 0, end: String? = nil) -> String {
    let reason = end.map { "\"\($0)\"" } ?? "null"
    return #"data: {"choices":[{"index":\#(index),"delta":{\#(delta)},"finish_reason":\#(reason)}]}"#
  }

  /// Two answers that take turns, with everything that the format allows between them.
  private static let lines = [
    ": a comment", "", "event: message", event(#""role":"assistant","content":"""#), "id: 1", "",
    event(#""reasoning_content":"Zwölf 👩‍👩‍👧""#, index: 1), "",
    event(#""content":"Grü""#), "", ":", event(#""content":"ße 👋\n""#), "",
    #"data:{"choices":[{"index":1,"delta":{"content":"x"}}"#, #"data: ]}"#, "", event(#""content":"du""#), "",
    event("", index: 1, end: "length"), "", event("", end: "stop"), "",
    #"data: {"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":22}}"#, "", "data: [DONE]", "", "",
  ]

  private static let expected = [
    ChatReply(content: "Grüße 👋\ndu", promptTokens: 11),
    ChatReply(reasoning: "Zwölf 👩‍👩‍👧", content: "x", stopReason: .length, promptTokens: 11),
  ]

  @Test("A stream gives the same answers however it is cut and its lines end", arguments: ["\n", "\r\n", "\r"])
  func cuts(newline: String) async throws {
    let text = Self.lines.joined(separator: newline)
    let sizes = [1, 2, 3, 5, 7, 64, 10_000]
    try await MisbehavingServer.with({ MisbehavingServer.Step.events(text, pieces: sizes[$0.number]) }) { server in
      let model = OpenAIChatModel("m", at: try client(server.baseURL), options: Self.options)
      var request = question
      request.count = 2
      for size in sizes { #expect(try await model.replies(to: request) == Self.expected, "pieces of \(size)") }
      #expect(server.requests[0].fields["stream"] as? Bool == true)
      #expect((server.requests[0].fields["stream_options"] as? [String: Bool]) == ["include_usage": true])
      #expect(await model.client.usage.completionTokens == 22 * sizes.count)
    }
  }

  @Test("Events are found at every cut of the stream")
  func everyCut() throws {
    let bytes = Array(("\u{FEFF}" + Self.lines.joined(separator: "\r\n")).utf8)
    func events(_ pieces: [ArraySlice<UInt8>]) -> [String] {
      var found: [String] = []
      var parser = ServerSentEvents()
      for piece in pieces { parser.read(piece) { found.append(String(decoding: $0, as: UTF8.self)) } }
      parser.finish { found.append(String(decoding: $0, as: UTF8.self)) }
      return found
    }
    let whole = events([bytes[...]])
    #expect(whole.count == 10)
    #expect(whole.last == "[DONE]")
    #expect(whole.contains { $0.contains("{\"content\":\"x\"}}\n]}") })
    for cut in 0...bytes.count { #expect(events([bytes[..<cut], bytes[cut...]]) == whole) }
  }

  @Test("A last event without an empty line behind it counts, and nothing counts behind the end")
  func ending() {
    var found: [String] = []
    var parser = ServerSentEvents()
    parser.read("data: a\n\ndata\ndata: b".utf8) { found.append(String(decoding: $0, as: UTF8.self)) }
    parser.finish { found.append(String(decoding: $0, as: UTF8.self)) }
    #expect(found == ["a", "\nb"])
  }

  @Test("Half a stream is asked for again, whether it breaks off or only stops", arguments: [true, false])
  func half(isWhole: Bool) async throws {
    let whole = Self.lines.joined(separator: "\n")
    let half = Self.lines.prefix(14).joined(separator: "\n")
    try await MisbehavingServer.with { request in
      request.number < 2
        ? MisbehavingServer.Step.events(half, pieces: 50, isWhole: isWhole)
        : MisbehavingServer.Step.events(whole, pieces: 50)
    } _: { server in
      let client = try client(server.baseURL)
      var request = question
      request.count = 2
      #expect(try await OpenAIChatModel("m", at: client, options: Self.options).replies(to: request) == Self.expected)
      #expect(await client.usage.retries == 2)
    }
    try await MisbehavingServer.with({ _ in MisbehavingServer.Step.events(half, pieces: 50, isWhole: isWhole) }) {
      server in
      let model = OpenAIChatModel("m", at: try impatient(server.baseURL), options: Self.options)
      let error = await backendError { try await model.replies(to: question) }
      #expect(error?.code == (isWhole ? .badResponse : .unreachable))
    }
  }

  private func impatient(_ url: String) throws -> EndpointClient {
    try client(url) { $0.maximumRetries = 0 }
  }

  @Test("An error in the middle of a stream is an error, and an event that is no JSON too")
  func errors() async throws {
    let start = Self.event(#""content":"Fo""#) + "\n\n"
    let streams = [start + #"data: {"error":{"message":"out of memory","code":400}}"# + "\n\n", start + "data: {\n\n"]
    try await MisbehavingServer.with({ MisbehavingServer.Step.events(streams[$0.number], pieces: 9) }) { server in
      let model = OpenAIChatModel("m", at: try client(server.baseURL), options: Self.options)
      let first = await backendError { try await model.replies(to: question) }
      #expect(first?.code == .refusedByServer)
      #expect(first?.message.contains("out of memory") == true)
      let second = await backendError { try await model.replies(to: question) }
      #expect(second?.code == .badResponse)
    }
  }

  @Test("A server that answers a stream's request in one piece is understood")
  func unstreamed() async throws {
    try await MisbehavingServer.with({ _ in [.chat("four")] }) { server in
      let model = OpenAIChatModel("m", at: try client(server.baseURL), options: Self.options)
      #expect(try await model.replies(to: question).map(\.content) == ["four"])
    }
  }
}
