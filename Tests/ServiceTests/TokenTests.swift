import Language
import OpenAIBackend
import Testing

@Suite("Models and tokens") struct TokenTests {
  @Test("What there is, is listed; texts become tokens and back; the tokenizer's settings are handed on")
  func tokens() async throws {
    try await TestService.run { service, model in
      #expect(try await service.get("/health").json == ["status": "ok"])
      let list = try await service.get("/v1/models")
      #expect(list.json["data"]?.list.map { $0["id"]?.text } == ["tiny"])
      #expect(list.json["data"]?.list.first?["max_model_len"] == 512)
      #expect(try await service.get("/v1/models/tiny").json["id"] == "tiny")

      let text = "Grüße, <|im_start|>the cat 😀"
      let tokens = model.renderer.tokenizer.encode(text)
      let made = try await service.post(
        "/tokenize", ["prompt": .string(text), "add_special_tokens": false, "return_token_strs": true])
      #expect(made.json["tokens"]?.decimals == tokens.map(Double.init))
      #expect(made.json["count"] == .integer(tokens.count))
      #expect(made.json["token_strs"]?.list.count == tokens.count)
      let back = try await service.post("/detokenize", ["model": "tiny", "tokens": made.json["tokens"] ?? .null])
      #expect(back.json["prompt"] == .string(text))
      let chat = try await service.post("/tokenize", ["messages": [["role": "user", "content": "the cat"]]])
      #expect(chat.json["tokens"]?.decimals == model.renderer.prompt([Message(.user, "the cat")]).map(Double.init))

      let info = try await service.get("/tokenizer_info")
      #expect(info.json["eos_token"] == "<|im_end|>")
      #expect(info.json["chat_template"]?.text?.contains("im_start") == true)
    }
  }
}
