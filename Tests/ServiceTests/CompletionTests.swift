import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend
import Testing

@Suite("Completions") struct CompletionTests {
  private static func body(_ prompt: JSONValue, _ more: [JSONValue.Member] = []) -> JSONValue {
    .object([.init("model", "tiny"), .init("prompt", prompt)] + more)
  }

  @Test("Completions are those of the embedded engine for the same seed, whole and as a stream")
  func sameAsEngine() async throws {
    try await TestService.run { service, model in
      let prompt = "the cat"
      let tokens = model.renderer.tokenizer.encode(prompt)
      let expected = try await LocalSampler(model.checkpoint).sample([
        SamplingRequest(
          prompt: tokens, count: 3,
          parameters: SamplingParameters(
            maximumTokens: 40, temperature: 0.5, topP: 0.9, stopTokens: model.renderer.stopTokens, seed: 12))
      ])[0]
      let fields: [JSONValue.Member] = [
        .init("n", 3), .init("max_tokens", 40), .init("temperature", 0.5), .init("top_p", 0.9), .init("seed", 12),
        .init("logprobs", 2), .init("return_token_ids", true),
      ]
      let answer = try await service.post("/v1/completions", Self.body(.string(prompt), fields))
      #expect(answer.status == 200, "\(answer.text)")
      #expect(answer.json["object"] == "text_completion")
      #expect(answer.json["usage"]?["prompt_tokens"] == .integer(tokens.count))
      #expect(answer.json["usage"]?["completion_tokens"] == .integer(expected.reduce(0) { $0 + $1.tokens.count }))
      for (index, choice) in (answer.json["choices"]?.list ?? []).enumerated() {
        #expect(choice["index"] == .integer(index))
        #expect(choice["token_ids"]?.decimals == expected[index].tokens.map(Double.init))
        #expect(choice["finish_reason"]?.text == expected[index].stopReason.rawValue)
        #expect(choice["prompt_token_ids"]?.decimals == tokens.map(Double.init))
        let scores = choice["logprobs"]?["token_logprobs"]?.decimals.map { Float($0) }
        #expect(scores == expected[index].logProbabilities)
        let top = try #require(choice["logprobs"]?["top_logprobs"]?.list)
        #expect(top.allSatisfy { (1...3).contains($0.members.count) })
      }

      let streamed = try await service.post(
        "/v1/completions",
        Self.body(
          .string(prompt), fields + [.init("stream", true), .init("stream_options", ["include_usage": true])]))
      #expect(streamed.headers[.contentType] == "text/event-stream; charset=utf-8")
      let events = try streamed.events
      #expect(events.last?["usage"] == answer.json["usage"])
      for (index, whole) in (answer.json["choices"]?.list ?? []).enumerated() {
        let parts = events.flatMap { $0["choices"]?.list ?? [] }.filter { $0["index"] == .integer(index) }
        #expect(parts.compactMap { $0["text"]?.text }.joined() == whole["text"]?.text)
        #expect(parts.flatMap { $0["token_ids"]?.decimals ?? [] } == whole["token_ids"]?.decimals)
        #expect(
          parts.flatMap { $0["logprobs"]?["text_offset"]?.decimals ?? [] }
            == whole["logprobs"]?["text_offset"]?.decimals)
        #expect(parts.compactMap { $0["finish_reason"]?.text } == [whole["finish_reason"]?.text])
      }
    }
  }

  @Test("An echo begins with the prompt, scored as the engine scores it, with no score for the first token")
  func echo() async throws {
    try await TestService.run { service, model in
      let text = "Grüße an the cat 😀"
      let tokens = model.renderer.tokenizer.encode(text)
      let expected = try await LocalSampler(model.checkpoint).logProbabilities(of: [tokens])[0]
      for limit in [0, 1] {
        let answer = try await service.post(
          "/v1/completions",
          Self.body(
            .array(tokens.map { .integer(Int($0)) }),
            [
              .init("max_tokens", .integer(limit)), .init("echo", true), .init("logprobs", 1),
              .init("temperature", 0), .init("seed", 1234),
            ]))
        let choice = try #require(answer.choice, "\(answer.text)")
        #expect(choice["text"]?.text?.hasPrefix(text) == true)
        let scores = try #require(choice["logprobs"])
        #expect(scores["token_logprobs"]?.list.count == tokens.count + limit)
        #expect(scores["token_logprobs"]?.list.first == .null)
        #expect(scores["token_logprobs"]?.decimals.prefix(expected.count).map { Float($0) } == expected)
        #expect(scores["top_logprobs"]?.list.first == .null)
        let names = scores["tokens"]?.list.compactMap(\.text) ?? []
        #expect(names.contains { $0.hasPrefix("bytes:\\x") })
        // Every token begins where the text before it ends.
        let offsets = scores["text_offset"]?.decimals.map { Int($0) } ?? []
        let scalars = Array(text.unicodeScalars)
        for (offset, token) in zip(offsets, tokens) {
          guard let own = try? model.renderer.tokenizer.decode([token]), !own.contains("\u{FFFD}") else { continue }
          #expect(String(String.UnicodeScalarView(scalars[offset...])).hasPrefix(own))
        }
      }
      let streamed = try await service.post(
        "/v1/completions", Self.body(.string(text), [.init("echo", true), .init("stream", true), .init("seed", 3)]))
      let whole = try await service.post(
        "/v1/completions", Self.body(.string(text), [.init("echo", true), .init("seed", 3)]))
      #expect(
        try streamed.events.compactMap { $0["choices"]?.list.first?["text"]?.text }.joined()
          == whole.choice?["text"]?.text)
    }
  }

  @Test("Several prompts, as text or as tokens, are answered in order; vLLM's prompt_logprobs has every token")
  func several() async throws {
    try await TestService.run { service, model in
      let texts = ["the cat", "that hat", "mat"]
      let lists = texts.map { model.renderer.tokenizer.encode($0) }
      let more: [JSONValue.Member] = [
        .init("max_tokens", 5), .init("n", 2), .init("seed", 1), .init("return_token_ids", true),
        .init("prompt_logprobs", 1),
      ]
      let byText = try await service.post("/v1/completions", Self.body(.array(texts.map(JSONValue.string)), more))
      let byTokens = try await service.post(
        "/v1/completions", Self.body(.array(lists.map { .array($0.map { .integer(Int($0)) }) }), more))
      #expect(byText.json["choices"] == byTokens.json["choices"])
      let choices = byText.json["choices"]?.list ?? []
      #expect(choices.count == 6)
      let expected = try await LocalSampler(model.checkpoint).logProbabilities(of: lists)
      for (index, choice) in choices.enumerated() {
        #expect(choice["prompt_token_ids"]?.decimals == lists[index / 2].map(Double.init))
        let scores = choice["prompt_logprobs"]?.list ?? []
        #expect(scores.first == .null)
        for (place, score) in scores.dropFirst().enumerated() {
          let own = score["\(lists[index / 2][place + 1])"]
          #expect(own?["logprob"]?.decimal.map { Float($0) } == expected[index / 2][place])
          #expect(score.members.contains { $0.value["rank"] == 1 })
        }
      }
      // Nobody says which model where there is but one.
      #expect(try await service.post("/v1/completions", ["prompt": "the"]).status == 200)
    }
  }

  @Test("A stop string ends a completion and is not part of it, whole or streamed, unless that is asked for")
  func stops() async throws {
    try await TestService.run { service, model in
      let free = try await service.post(
        "/v1/completions", Self.body("the cat", [.init("max_tokens", 60), .init("seed", 5), .init("ignore_eos", true)]))
      let text = try #require(free.choice?["text"]?.text)
      // A stop string from within the text, across tokens.
      let middle = text.unicodeScalars.dropFirst(text.unicodeScalars.count / 2).prefix(3)
      let stop = String(String.UnicodeScalarView(middle))
      let first = try #require(text.utf8.firstRange(of: stop.utf8))
      let more: [JSONValue.Member] = [
        .init("max_tokens", 60), .init("seed", 5), .init("ignore_eos", true),
        .init("stop", .array(["\u{1F422}\u{1F422}", .string(stop)])),
      ]
      let stopped = try await service.post("/v1/completions", Self.body("the cat", more))
      #expect(stopped.choice?["text"]?.text == String(text[..<first.lowerBound]))
      #expect(stopped.choice?["finish_reason"] == "stop")
      let kept = try await service.post(
        "/v1/completions", Self.body("the cat", more + [.init("include_stop_str_in_output", true)]))
      #expect(kept.choice?["text"]?.text == String(text[..<first.upperBound]))
      let streamed = try await service.post("/v1/completions", Self.body("the cat", more + [.init("stream", true)]))
      let parts = try streamed.events.compactMap { $0["choices"]?.list.first }
      #expect(parts.compactMap { $0["text"]?.text }.joined() == String(text[..<first.lowerBound]))
      #expect(parts.last?["finish_reason"] == "stop")
    }
  }

  @Test("Our own client reads the tokens, their log-probabilities, and those of prompts, as the engine gives them")
  func ownClient() async throws {
    try await TestService.run { service, model in
      let client = try EndpointClient(EndpointConfiguration(baseURL: "http://localhost:\(service.port)/v1"))
      let remote = OpenAISampler("tiny", at: client)
      let local = LocalSampler(model.checkpoint)
      let prompts = ["the cat sat", "Grüße", "x"].map { model.renderer.tokenizer.encode($0) }
      let requests = prompts.map {
        SamplingRequest(
          prompt: $0, count: 2,
          parameters: SamplingParameters(
            maximumTokens: 20, temperature: 0, stopTokens: model.renderer.stopTokens, seed: 4))
      }
      #expect(try await remote.sample(requests) == local.sample(requests))
      #expect(try await remote.logProbabilities(of: prompts) == local.logProbabilities(of: prompts))
    }
  }
}
