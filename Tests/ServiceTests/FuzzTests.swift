import Foundation
import HTTPTypes
import OpenAIBackend
import Service
import Statistics
import Testing

/// Requests that nobody would write, a few thousand of them; `TITER_FUZZ` says how many.
@Suite("Fuzz", .serialized) struct FuzzTests {
  private static var count: Int {
    ProcessInfo.processInfo.environment["TITER_FUZZ"].flatMap { Int($0) } ?? 3_000
  }

  @Test("No request makes the service fail, hang or end: every answer is JSON or a stream, with a status below 500")
  func fuzz() async throws {
    let count = Self.count
    try await TestService.run { service, _ in
      var generator = SeededGenerator(seed: 20)
      for number in 0..<count {
        let request = FuzzedRequest(&generator)
        let answer = try await service.send(request.method, request.path, body: request.body)
        let sent = "\(number): \(request.method) \(request.path) \(String(decoding: request.body ?? [], as: UTF8.self))"
        #expect(answer.status < 500, "\(sent): \(answer.text)")
        if answer.headers[.contentType]?.hasPrefix("text/event-stream") == true {
          #expect(answer.text.hasSuffix("data: [DONE]\n\n"), "\(sent)")
        } else if answer.status != 200 || request.path.hasPrefix("/v1/") {
          #expect(answer.json != .null, "\(sent): \(answer.text)")
        }
        if answer.status == 400 { #expect(answer.json["error"]?["message"] != nil, "\(sent): \(answer.text)") }
      }
      #expect(try await service.get("/health").status == 200)
    }
  }

  @Test("Nor does any of Tinker's API: every answer is JSON with a status below 500, and training goes on")
  func tinker() async throws {
    let count = Self.count
    try await TestService.run(ServiceConfiguration(maximumRequests: 64)) { service, _ in
      let client = try await TinkerClient(service)
      let model = try await client.createModel()
      // As many sessions and models as may be open are, once this has gone on for long.
      let other = try await TinkerClient(service)
      let fresh = try await other.createModel()
      var generator = SeededGenerator(seed: 21)
      for number in 0..<count {
        let request = FuzzedTinkerRequest(session: client.session, model: model, &generator)
        let answer = try await service.send(request.method, request.path, body: request.body)
        let sent = "\(number): \(request.method) \(request.path) \(String(decoding: request.body ?? [], as: UTF8.self))"
        #expect(answer.status < 500, "\(sent): \(answer.text)")
        #expect(answer.json != .null, "\(sent): \(answer.text)")
        if answer.status >= 400 { #expect(answer.json["detail"]?.text != nil, "\(sent): \(answer.text)") }
      }
      #expect(try await service.get("/health").status == 200)
      let step: JSONValue = ["model_id": .string(fresh), "seq_id": 1, "adam_params": [:]]
      #expect(try await other.result(of: "optim_step", step)["metrics"] != nil)
    }
  }
}

/// A request near to one that makes sense, or far from it.
private struct FuzzedRequest {
  var method: HTTPRequest.Method = .post
  var path: String
  var body: [UInt8]?

  private static let paths = ["/v1/completions", "/v1/chat/completions", "/tokenize", "/detokenize"]
  private static let fields = [
    "model", "prompt", "messages", "n", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "seed",
    "stop", "stop_token_ids", "ignore_eos", "logprobs", "top_logprobs", "echo", "stream", "stream_options", "suffix",
    "best_of", "logit_bias", "presence_penalty", "frequency_penalty", "tools", "response_format", "user",
    "prompt_logprobs", "return_token_ids", "skip_special_tokens", "include_stop_str_in_output", "tokens",
    "add_special_tokens", "return_token_strs", "metadata", "nonsense",
  ]

  private static let noise = JSONNoise(names: fields)

  init(_ generator: inout SeededGenerator) {
    path = Self.paths[Int.random(in: 0..<4, using: &generator)]
    switch generator.nextUnit() {
    case ..<0.05:
      let methods: [HTTPRequest.Method] = [.get, .put, .delete, .head, .options, .post]
      method = methods[Int.random(in: 0..<6, using: &generator)]
      let names = ["/", "/v1/models", "/v1/models/..%2f..", "/v1/%00", "/tokenizer_info?model=%ff", "/health", "/x"]
      path = names[Int.random(in: 0..<names.count, using: &generator)]
      // An answer to HEAD has no body to look at.
      if method == .head { method = .get }
    case ..<0.12:
      body = (0..<Int.random(in: 0...60, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
    default:
      var bytes = JSONWriter.bytes(of: Self.request(to: path, &generator))
      if generator.nextUnit() < 0.1, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      body = bytes
    }
  }

  /// A request that makes sense but for some fields.
  private static func request(to path: String, _ generator: inout SeededGenerator) -> JSONValue {
    var members: [JSONValue.Member] = [.init("max_tokens", .integer(.random(in: 0...8, using: &generator)))]
    switch path {
    case "/v1/completions":
      let prompts: [JSONValue] = ["the cat", [3, 4, 5], ["the", "mat"], [[1, 2], [3]], "Grüße 😀"]
      members.append(.init("prompt", prompts[Int.random(in: 0..<prompts.count, using: &generator)]))
    case "/v1/chat/completions":
      let roles = ["user", "system", "assistant", "developer", "tool"]
      let messages = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        JSONValue.object([
          .init("role", .string(roles[Int.random(in: 0..<roles.count, using: &generator)])),
          .init("content", generator.nextUnit() < 0.8 ? "the cat" : noise.value(&generator)),
        ])
      }
      members.append(.init("messages", .array(messages)))
    case "/tokenize": members = [.init("prompt", "the cat <|im_end|> \u{0} \u{202E}")]
    default: members = [.init("tokens", [1, 2, 300])]
    }
    let likely: [(String, JSONValue)] = [
      ("stream", true), ("echo", true), ("logprobs", 2), ("logprobs", true), ("n", 3), ("temperature", 0.7),
      ("top_p", 0.5), ("stop", ["a", "the"]), ("prompt_logprobs", 1), ("return_token_ids", true), ("ignore_eos", true),
      ("stream_options", ["include_usage": true]), ("seed", 7), ("top_k", 3), ("model", "tiny"), ("top_logprobs", 2),
    ]
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let (name, value) = likely[Int.random(in: 0..<likely.count, using: &generator)]
      members.append(.init(name, value))
    }
    for _ in 0..<[0, 0, 1, 1, 2, 4][Int.random(in: 0..<6, using: &generator)] {
      let name = fields[Int.random(in: 0..<fields.count, using: &generator)]
      members.append(.init(name, noise.value(&generator)))
    }
    // Nothing that takes long: a fuzzed bound on the length may be anything.
    return .object(members.filter { $0.key != "max_completion_tokens" || isSmall($0.value) })
  }

  private static func isSmall(_ value: JSONValue) -> Bool {
    if case .integer(let number) = value { number < 50 } else { true }
  }
}
