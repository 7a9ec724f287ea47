import HTTPTypes
import OpenAIBackend
import Service
import Testing

@Suite("Refusals") struct RefusalTests {
  /// A request, and why it is refused.
  private static let cases: [(path: String, body: String, status: Int, code: String, parameter: String?)] = [
    ("/v1/completions", "", 400, "invalid_json", nil),
    ("/v1/completions", "[1]", 400, "invalid_json", nil),
    ("/v1/completions", "{\"prompt\": \"x\"", 400, "invalid_json", nil),
    ("/v1/completions", "{}", 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": []}"#, 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": [1, "x"]}"#, 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": [[1], 2]}"#, 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": ""}"#, 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": [99999]}"#, 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": [-1]}"#, 400, "invalid_value", "prompt"),
    ("/v1/completions", #"{"prompt": "x", "model": "other"}"#, 404, "model_not_found", "model"),
    ("/v1/completions", #"{"prompt": "x", "model": "../tiny"}"#, 404, "model_not_found", "model"),
    ("/v1/completions", #"{"prompt": "x", "model": 3}"#, 400, "invalid_value", "model"),
    ("/v1/completions", #"{"prompt": "x", "n": 0}"#, 400, "invalid_value", "n"),
    ("/v1/completions", #"{"prompt": "x", "n": 1e9}"#, 400, "invalid_value", "n"),
    ("/v1/completions", #"{"prompt": "x", "temperature": -0.1}"#, 400, "invalid_value", "temperature"),
    ("/v1/completions", #"{"prompt": "x", "temperature": "hot"}"#, 400, "invalid_value", "temperature"),
    ("/v1/completions", #"{"prompt": "x", "top_p": 0}"#, 400, "invalid_value", "top_p"),
    ("/v1/completions", #"{"prompt": "x", "stop": ""}"#, 400, "invalid_value", "stop"),
    ("/v1/completions", #"{"prompt": "x", "stop": [1]}"#, 400, "invalid_value", "stop"),
    ("/v1/completions", #"{"prompt": "x", "logprobs": 21}"#, 400, "invalid_value", "logprobs"),
    ("/v1/completions", #"{"prompt": "x", "logprobs": true}"#, 400, "invalid_value", "logprobs"),
    ("/v1/completions", #"{"prompt": "x", "max_tokens": 100000}"#, 400, "context_length_exceeded", "max_tokens"),
    (
      "/v1/completions", #"{"prompt": "x", "max_tokens": 9223372036854775807}"#, 400, "context_length_exceeded",
      "max_tokens"
    ),
    ("/v1/completions", #"{"prompt": "x", "max_tokens": -1}"#, 400, "invalid_value", "max_tokens"),
    ("/v1/completions", #"{"prompt": "x", "seed": 1.5}"#, 400, "invalid_value", "seed"),
    ("/v1/completions", #"{"prompt": "x", "best_of": 2}"#, 400, "unsupported_parameter", "best_of"),
    ("/v1/completions", #"{"prompt": "x", "suffix": "y"}"#, 400, "unsupported_parameter", "suffix"),
    ("/v1/completions", #"{"prompt": "x", "logit_bias": {"1": 2}}"#, 400, "unsupported_parameter", "logit_bias"),
    ("/v1/completions", #"{"prompt": "x", "presence_penalty": 0.5}"#, 400, "unsupported_parameter", "presence_penalty"),
    ("/v1/completions", #"{"prompt": "x", "tempratur": 1}"#, 400, "unknown_field", "tempratur"),
    ("/v1/completions", #"{"prompt": "x", "stream_options": {}}"#, 400, "invalid_value", "stream_options"),
    (
      "/v1/completions", #"{"prompt": "x", "stream": true, "stream_options": {"usage": true}}"#, 400, "unknown_field",
      "stream_options.usage"
    ),
    (
      "/v1/completions", #"{"prompt": "x", "stream": true, "prompt_logprobs": 1}"#, 400, "invalid_value",
      "prompt_logprobs"
    ),
    ("/v1/chat/completions", "{}", 400, "invalid_value", "messages"),
    ("/v1/chat/completions", #"{"messages": []}"#, 400, "invalid_value", "messages"),
    ("/v1/chat/completions", #"{"messages": [1]}"#, 400, "invalid_value", "messages[0]"),
    (
      "/v1/chat/completions", #"{"messages": [{"role": "king", "content": "x"}]}"#, 400, "invalid_value",
      "messages[0].role"
    ),
    (
      "/v1/chat/completions", #"{"messages": [{"role": "tool", "content": "x"}]}"#, 400, "unsupported_parameter",
      "messages[0].role"
    ),
    ("/v1/chat/completions", #"{"messages": [{"role": "user"}]}"#, 400, "invalid_value", "messages[0].content"),
    (
      "/v1/chat/completions", #"{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}"#, 400,
      "invalid_value", "messages[0].content"
    ),
    (
      "/v1/chat/completions", #"{"messages": [{"role": "user", "content": "x", "colour": 1}]}"#, 400, "unknown_field",
      "messages[0].colour"
    ),
    (
      "/v1/chat/completions", #"{"messages": [{"role": "user", "content": "x"}], "tools": [{}]}"#, 400,
      "unsupported_parameter", "tools"
    ),
    (
      "/v1/chat/completions", #"{"messages": [{"role": "user", "content": "x"}], "top_logprobs": 2}"#, 400,
      "invalid_value", "top_logprobs"
    ),
    (
      "/v1/chat/completions",
      #"{"messages": [{"role": "user", "content": "x"}], "response_format": {"type": "json_object"}}"#, 400,
      "unsupported_parameter", "response_format"
    ),
    ("/tokenize", "{}", 400, "invalid_value", "prompt"),
    ("/tokenize", #"{"prompt": "x", "messages": []}"#, 400, "invalid_value", "prompt"),
    ("/detokenize", #"{"tokens": [1.5]}"#, 400, "invalid_value", "tokens"),
    ("/detokenize", #"{"tokens": [99999]}"#, 400, "invalid_value", "tokens"),
    ("/v1/embeddings", "{}", 404, "not_found", nil),
  ]

  @Test("What cannot be met is refused in OpenAI's shape, with the field's name")
  func refusals() async throws {
    try await TestService.run { service, _ in
      for (path, body, status, code, parameter) in Self.cases {
        let answer = try await service.send(.post, path, body: Array(body.utf8))
        #expect(answer.status == status, "\(path) \(body): \(answer.text)")
        #expect(answer.code == code, "\(path) \(body): \(answer.text)")
        #expect(answer.parameter == parameter, "\(path) \(body): \(answer.text)")
        #expect(answer.json["error"]?["message"]?.text?.isEmpty == false)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
      }
      // A conversation too long for the model.
      let long = String(repeating: "the cat sat on the mat ", count: 300)
      let answer = try await service.post(
        "/v1/chat/completions", ["messages": [["role": "user", "content": .string(long)]]])
      #expect(answer.status == 400)
      #expect(answer.code == "context_length_exceeded")
      #expect(answer.parameter == "messages")
    }
  }

  @Test("A body beyond the bound is refused with 413, and requests beyond theirs with 429")
  func bounds() async throws {
    try await TestService.run { service, _ in
      let large = Array(repeating: UInt8(ascii: " "), count: ServiceContext.largestBody + 1)
      let answer = try await service.send(.post, "/v1/completions", body: large)
      #expect(answer.status == 413)
      #expect(answer.code == "body_too_large")
    }
    try await TestService.run(ServiceConfiguration(maximumRequests: 2), threads: 1) { service, _ in
      let url = "http://localhost:\(service.port)/v1/completions"
      let answers = try await LoosePosts.send(
        8, to: url, #"{"prompt": "the", "max_tokens": 500, "ignore_eos": true, "n": 32}"#)
      #expect(answers.map(\.status).allSatisfy { [200, 429].contains($0) })
      #expect(answers.contains { $0.status == 429 && $0.retryAfter == "1" })
      #expect(answers.contains { $0.status == 200 })
    }
  }

  @Test("A request that takes too long ends with 504")
  func timeout() async throws {
    try await TestService.run(ServiceConfiguration(timeout: .milliseconds(1)), threads: 1) { service, _ in
      let body: JSONValue = ["prompt": "the", "max_tokens": 500, "ignore_eos": true, "n": 128]
      let answer = try await service.post("/v1/completions", body)
      #expect(answer.status == 504)
      #expect(answer.code == "timed_out")
      let streamed = try await service.post(
        "/v1/completions", .object(body.members + [.init("stream", true)]))
      #expect(try streamed.events.last?["error"]?["code"] == "timed_out")
    }
  }
}
