import Foundation
import Language
import ModelBackend
import OpenAIBackend
import Synchronization
import TestServers
import Testing

@Suite("Faults of a server")
struct FaultTests {
  @Test("A refused connection is tried again as often as allowed, and then told of with the address")
  func refused() async throws {
    let url = try await MisbehavingServer.deadURL()
    let time = FakeTime()
    let client = try client(url, time: time.time()) { $0.maximumRetries = 3 }
    let error = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains(url) == true)
    #expect(time.waits == [.seconds(0.25), .seconds(0.5), .seconds(1)])
    #expect(await client.usage.retries == 3)
    #expect(await client.usage.failedRequests == 1)
  }

  @Test("A connection that breaks before or in the middle of an answer is tried again", arguments: [0, 60, 150])
  func reset(after bytes: Int) async throws {
    try await MisbehavingServer.with { request in
      guard request.number < 2, case .send(let whole) = MisbehavingServer.Step.chat("four") else {
        return [.chat("four")]
      }
      return [.send(Array(whole.prefix(bytes))), request.number == 0 ? .reset : .close]
    } _: { server in
      let client = try client(server.baseURL)
      let replies = try await OpenAIChatModel("m", at: client).replies(to: question)
      #expect(replies.map(\.content) == ["four"])
      #expect(server.requests.count == 3)
      #expect(await client.usage.retries == 2)
    }
  }

  @Test("A request ends at its deadline, whether nothing comes or an answer never ends", arguments: [0, 80])
  func slow(after bytes: Int) async throws {
    try await MisbehavingServer.with { _ in
      guard case .send(let whole) = MisbehavingServer.Step.chat("four") else { return [] }
      return [.send(Array(whole.prefix(bytes))), .wait(milliseconds: 60_000)]
    } _: { server in
      let client = try client(server.baseURL, time: .system) { $0.deadline = 0.2 }
      let error = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
      #expect(error?.code == .deadlineExceeded)
      #expect(server.requests.count == 1)
    }
  }

  @Test("In a storm of 429 everybody waits as long as the server asks, and nobody gives up")
  func storm() async throws {
    try await MisbehavingServer.with { request in
      request.number < 20
        ? [.json(429, #"{"error":{"message":"slow down"}}"#, headers: ["Retry-After: 7"])] : [.chat("four")]
    } _: { server in
      let time = FakeTime()
      let client = try client(server.baseURL, time: time.time()) {
        $0.maximumConcurrency = 4
        $0.maximumRetries = 20
      }
      let model = OpenAIChatModel("m", at: client)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            let replies = try await model.replies(to: question)
            #expect(replies.count == 1)
          }
        }
        try await group.waitForAll()
      }
      #expect(server.requests.count == 40)
      #expect(server.mostOpenRequests <= 4)
      #expect(time.waits.contains(.seconds(7.25)))
      #expect(await client.usage.answeredRequests == 20)
    }
  }

  @Test("Retry-After with a date counts from now, and beyond the deadline it ends the request at once")
  func retryDate() async throws {
    try await MisbehavingServer.with { request in
      let date = request.number == 0 ? "Sat, 21 Nov 2026 12:00:30 GMT" : "Sat, 21 Nov 2026 14:00:00 GMT"
      return [.json(503, "{}", headers: ["Retry-After: \(date)"])]
    } _: { server in
      let time = FakeTime()
      let client = try client(server.baseURL, time: time.time(chance: 0))
      let error = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
      #expect(time.waits == [.seconds(30)])
      #expect(server.requests.count == 2)
      #expect(error?.code == .serverFailed)
      #expect(error?.message.contains("7200") == true)
    }
  }

  @Test("Back-off grows to its bound and stays there, by chance between nothing and all of it")
  func backOff() async throws {
    try await MisbehavingServer.with({ _ in [.json(500, "{}")] }) { server in
      for (chance, unit) in [(1.0, 1.0), (0.5, 0.5), (0.0, 0.0)] {
        let time = FakeTime()
        let client = try client(server.baseURL, time: time.time(chance: chance)) {
          $0.firstBackOff = 1
          $0.longestBackOff = 6
          $0.maximumRetries = 5
        }
        _ = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
        #expect(time.waits == [1, 2, 4, 6, 6].map { .seconds($0 * unit) }.filter { $0 > .zero })
      }
    }
  }

  @Test(
    "Only what may pass is tried again",
    arguments: [
      (400, BackendError.Code.refusedByServer, 1), (401, .refusedByServer, 1), (403, .refusedByServer, 1),
      (404, .refusedByServer, 1), (422, .refusedByServer, 1), (301, .refusedByServer, 1), (501, .serverFailed, 1),
      (408, .serverFailed, 3), (409, .serverFailed, 3), (429, .rateLimited, 3), (500, .serverFailed, 3),
      (503, .serverFailed, 3), (529, .serverFailed, 3),
    ])
  func statuses(status: Int, code: BackendError.Code, attempts: Int) async throws {
    try await MisbehavingServer.with({ _ in
      [.json(status, #"{"error":{"message":"because of the moon"}}"#, headers: ["Location: http://127.0.0.1:1/"])]
    }) { server in
      let client = try client(server.baseURL) { $0.maximumRetries = 2 }
      let error = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
      #expect(error?.code == code)
      #expect(error?.message.contains("\(status): because of the moon") == true)
      #expect(server.requests.count == attempts)
    }
  }

  @Test(
    "What is no answer is an error that says so, and is not asked for again",
    arguments: [
      ("<html>Welcome to nginx</html>", "no JSON"), ("{\"choices\":[{", "no JSON"), ("", "no JSON"),
      ("[]", "no object"),
      ("{}", "without choices"), (#"{"choices":[]}"#, "no choices at all"), (#"{"choices":{}}"#, "no array"),
      (#"{"choices":[{"index":0}]}"#, "no message"), (#"{"choices":["x"]}"#, "no message"),
      (#"{"choices":[{"message":{"content":7},"finish_reason":"stop"}]}"#, "content that is no text"),
      (#"{"choices":[{"message":{"content":"x"},"finish_reason":7}]}"#, "finish_reason"),
      (#"{"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]}"#, "withheld"),
      (
        #"{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]},"finish_reason":"tool_calls"}]}"#,
        "call of a tool"
      ),
    ])
  func nonsense(body: String, expected: String) async throws {
    try await MisbehavingServer.with({ _ in [.json(200, body)] }) { server in
      let client = try client(server.baseURL)
      let error = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
      #expect(error?.code == .badResponse)
      #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
      #expect(server.requests.count == 1)
    }
  }

  @Test("An error under status 200 counts as the status that it names")
  func disguisedError() async throws {
    try await MisbehavingServer.with { request in
      request.number == 0
        ? [.json(200, #"{"error":{"code":502,"message":"upstream"}}"#)]
        : [.json(200, #"{"error":{"code":402,"message":"no credit"}}"#)]
    } _: { server in
      let error = await backendError {
        try await OpenAIChatModel("m", at: client(server.baseURL)).replies(to: question)
      }
      #expect(error?.code == .refusedByServer)
      #expect(error?.message.contains("no credit") == true)
      #expect(server.requests.count == 2)
    }
  }

  @Test("A giant answer is not read to its end, whether its length is told or not", arguments: [true, false])
  func giant(isTold: Bool) async throws {
    try await MisbehavingServer.with { _ in
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
      return isTold
        ? [.json(200, "{\"x\":\"" + String(repeating: "y", count: 3 << 20) + "\"}")]
        : [.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))] + (0..<64).map { _ in .send(piece) }
    } _: { server in
      let client = try client(server.baseURL) { $0.maximumAnswerBytes = 2 << 20 }
      let error = await backendError { try await OpenAIChatModel("m", at: client).replies(to: question) }
      #expect(error?.code == .badResponse)
      #expect(error?.message.contains("more than 2097152 bytes") == true)
    }
  }

  @Test("The key goes to the server and nowhere else, even where the server repeats it")
  func key() async throws {
    let secret = "sk-very/secret+key=="
    try await MisbehavingServer.with { request in
      switch request.number {
      case 0: [.json(401, #"{"error":{"message":"Incorrect API key provided: \#(secret)."}}"#)]
      case 1: [.json(400, "\(String(repeating: "x", count: 395))\(secret)")]
      case 2: [.json(200, "no JSON but \(secret)")]
      default: [.chat("You sent \(secret), did you not?")]
      }
    } _: { server in
      let client = try client(server.baseURL, environment: ["TITER_TEST_KEY": " \(secret)\n"]) {
        $0.keyVariable = "TITER_TEST_KEY"
      }
      let model = OpenAIChatModel("m", at: client)
      for _ in 0..<3 {
        let error = await backendError { try await model.replies(to: question) }
        #expect(error.map { "\($0)\(String(reflecting: $0))".contains("sk-ve") } == false)
      }
      #expect(try await model.replies(to: question)[0].content == "You sent [key], did you not?")
      for request in server.requests { #expect(request.head.contains("Authorization: Bearer \(secret)")) }
      var shown = ""
      for child in Mirror(reflecting: client).children { shown += "\(child.value)\(String(reflecting: child.value))" }
      #expect(!shown.contains("very/secret"))
      let saved = try JSONEncoder().encode(client.configuration)
      #expect(!String(decoding: saved, as: UTF8.self).contains("very"))
    }
  }

  @Test("A missing key is told of by its variable before anything is sent", arguments: [nil, "", "  ", "a b"])
  func missingKey(value: String?) async throws {
    let error = await backendError {
      try client("http://127.0.0.1:1/v1", environment: value.map { ["SOME_KEY": $0] } ?? [:]) {
        $0.keyVariable = "SOME_KEY"
      }
    }
    #expect(error?.code == .missingKey)
    #expect(error?.message.contains("SOME_KEY") == true)
  }

  @Test(
    "An address that is none, or that holds a secret, is refused and not repeated",
    arguments: [
      "", "127.0.0.1:80", "ftp://x/v1", "http://", "http://me:hunter2@host/v1", "https://host/v1?key=hunter2",
    ])
  func address(url: String) async throws {
    let error = await backendError { try client(url) }
    #expect(error?.code == .misconfigured)
    #expect(error?.message.contains("hunter2") == false)
  }

  @Test("Control characters of a server's message do not reach a terminal")
  func controlCharacters() async throws {
    try await MisbehavingServer.with({ _ in [.json(400, #"{"detail":"\u001b[2Jgone\u202e\n\nreversed"}"#)] }) {
      server in
      let error = await backendError {
        try await OpenAIChatModel("m", at: client(server.baseURL)).replies(to: question)
      }
      #expect(error?.message.contains("400: [2Jgone reversed.") == true, "\(error?.message ?? "")")
    }
  }

  @Test("A cancelled task leaves its place, under way or waiting")
  func cancellation() async throws {
    try await MisbehavingServer.with { request in
      String(decoding: request.body, as: UTF8.self).contains("2 + 2") ? [.wait(milliseconds: 60_000)] : [.chat("four")]
    } _: { server in
      let client = try client(server.baseURL, time: .system) { $0.maximumConcurrency = 2 }
      let model = OpenAIChatModel("m", at: client)
      let tasks = (0..<6).map { _ in Task { try await model.replies(to: question) } }
      while server.requests.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
      for task in tasks.reversed() { task.cancel() }
      for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
      let other = ChatRequest(messages: [Message(.user, "anything else?")], maximumTokens: 5)
      #expect(try await model.replies(to: other).count == 1)
      #expect(server.requests.count == 3)
    }
  }
}
