import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend
import Service
import Testing

@Suite("Chat") struct ChatTests {
  private static let messages: JSONValue = [
    ["role": "system", "content": "You are brief."],
    ["role": "user", "content": [["type": "text", "text": "the "], ["type": "text", "text": "cat?"]]],
  ]

  @Test("Answers are the renderer's prompt gone on with, parted into reasoning and content, whole and as a stream")
  func answers() async throws {
    try await TestService.run { service, model in
      let prompt = model.renderer.prompt([Message(.system, "You are brief."), Message(.user, "the cat?")])
      let count = 12
      let expected = try await LocalSampler(model.checkpoint).sample([
        SamplingRequest(
          prompt: prompt, count: count,
          parameters: SamplingParameters(
            maximumTokens: 200, temperature: 1, stopTokens: model.renderer.stopTokens, seed: 9))
      ])[0]
      let fields: [JSONValue.Member] = [
        .init("model", "tiny"), .init("messages", Self.messages), .init("n", .integer(count)), .init("seed", 9),
        .init("max_completion_tokens", 200), .init("logprobs", true), .init("top_logprobs", 2),
        .init("return_token_ids", true),
      ]
      let answer = try await service.post("/v1/chat/completions", .object(fields))
      #expect(answer.status == 200, "\(answer.text)")
      #expect(answer.json["object"] == "chat.completion")
      #expect(answer.json["prompt_token_ids"]?.decimals == prompt.map(Double.init))
      let choices = answer.json["choices"]?.list ?? []
      #expect(choices.count == count)
      for (choice, sequence) in zip(choices, expected) {
        #expect(choice["token_ids"]?.decimals == sequence.tokens.map(Double.init))
        #expect(choice["finish_reason"]?.text == sequence.stopReason.rawValue)
        let known = sequence.tokens.filter { model.renderer.tokenizer.token(of: $0) != nil }
        let parsed = model.renderer.parse(
          try model.renderer.tokenizer.decode(known, skippingSpecialTokens: true))
        #expect(choice["message"]?["content"]?.text == parsed.answer)
        #expect(choice["message"]?["reasoning_content"]?.text == parsed.reasoning)
        let scores = choice["logprobs"]?["content"]?.list ?? []
        #expect(scores.compactMap { $0["logprob"]?.decimal }.map { Float($0) } == sequence.logProbabilities)
        for score in scores {
          #expect(score["top_logprobs"]?.list.count == 2)
          let bytes = score["bytes"]?.decimals.map { UInt8($0) } ?? []
          #expect(String(decoding: bytes, as: UTF8.self) == score["token"]?.text)
        }
      }

      let streamed = try await service.post(
        "/v1/chat/completions",
        .object(fields + [.init("stream", true), .init("stream_options", ["include_usage": true])]))
      let events = try streamed.events
      #expect(events.last?["usage"] == answer.json["usage"])
      #expect(events.dropLast().allSatisfy { $0["object"] == "chat.completion.chunk" })
      for (index, whole) in choices.enumerated() {
        let parts = events.flatMap { $0["choices"]?.list ?? [] }.filter { $0["index"] == .integer(index) }
        #expect(parts.first?["delta"]?["role"] == "assistant")
        #expect(parts.compactMap { $0["delta"]?["content"]?.text }.joined() == whole["message"]?["content"]?.text)
        #expect(
          parts.compactMap { $0["delta"]?["reasoning_content"]?.text }.joined()
            == whole["message"]?["reasoning_content"]?.text ?? "")
        #expect(parts.flatMap { $0["token_ids"]?.decimals ?? [] } == whole["token_ids"]?.decimals)
        #expect(parts.flatMap { $0["logprobs"]?["content"]?.list ?? [] } == whole["logprobs"]?["content"]?.list)
        #expect(parts.compactMap { $0["finish_reason"]?.text } == [whole["finish_reason"]?.text])
      }
    }
  }

  @Test(
    "Text that comes in pieces is parted as the renderer parts the whole",
    arguments: [
      "", "thought", "\n\nthought\n\n</think>\n\nsaid\n", "<think>\nthought\n</think>said", "</think>said",
      "a\n\nb\n</think>\n\n\nx</think>y", "never </thin closed\n\n", "<thin\nking</think>\n", "\n", "a</think>",
      "\n<think>\n\nöäü 😀\n</think>\n\nGrüße 😀\n\n",
    ])
  func parting(text: String) throws {
    let tokenizer = Tokenizer.train(
      on: ["text"], vocabularySize: 270, specialTokens: ControlToken.allCases.map(\.rawValue))
    let parsed = try Renderer(tokenizer: tokenizer).parse(text)
    for size in 1...max(1, text.count) {
      var parser = ReasoningText()
      var rest = text[...]
      var (reasoning, content) = ("", "")
      while !rest.isEmpty {
        let piece = parser.append(String(rest.prefix(size)))
        rest = rest.dropFirst(size)
        reasoning += piece.reasoning
        content += piece.content
      }
      let piece = parser.finish()
      #expect(reasoning + piece.reasoning == parsed.reasoning ?? "", "in pieces of \(size)")
      #expect(content + piece.content == parsed.answer, "in pieces of \(size)")
    }
  }

  @Test("With enable_thinking false the reasoning is empty and closed in the prompt, and all is content")
  func withoutReasoning() async throws {
    try await TestService.run { service, model in
      let turn = Message(.user, "the cat")
      let whole = model.renderer.transcript([turn, Message(.assistant, "x")])
      let fields: JSONValue = [
        "messages": [["role": "user", "content": "the cat"]], "chat_template_kwargs": ["enable_thinking": false],
        "return_token_ids": true, "max_tokens": 20, "seed": 1,
      ]
      let answer = try await service.post("/v1/chat/completions", fields)
      let prompt = answer.json["prompt_token_ids"]?.decimals ?? []
      #expect(prompt.count > whole.promptLength)
      #expect(whole.tokens.prefix(prompt.count).map(Double.init) == prompt)
      #expect(answer.choice?["message"]?["reasoning_content"] == nil)
      #expect(answer.choice?["message"]?["content"]?.text?.isEmpty == false)
    }
  }

  @Test("A model whose tokenizer lacks the chat format completes and does not chat")
  func baseModel() async throws {
    try await withTemporaryDirectory { directory in
      let model = try TestModel(in: directory.appending(path: "plain"), hasChat: false)
      try await TestService.run(models: [model.directory.path]) { service in
        let chat = try await service.post(
          "/v1/chat/completions", ["model": "plain", "messages": [["role": "user", "content": "x"]]])
        #expect(chat.status == 400)
        #expect(chat.parameter == "model")
        #expect(try await service.post("/v1/completions", ["model": "plain", "prompt": "the"]).status == 200)
      }
    }
  }
}
