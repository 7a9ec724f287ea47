import Hummingbird
import Language
import OpenAIBackend

/// vLLM's endpoints about tokens: what a text is to the model, and what tokens say.
struct TokenRoutes: Sendable {
  private let models: ModelStore

  init(_ models: ModelStore) {
    self.models = models
  }

  func add(to router: Router<ServiceContext>) {
    router.post("/tokenize") { request, context in
      var fields = try await RequestFields(request.body.collect(upTo: context.maxUploadSize))
      return Response(try await tokenize(&fields))
    }
    router.post("/detokenize") { request, context in
      var fields = try await RequestFields(request.body.collect(upTo: context.maxUploadSize))
      return Response(try await detokenize(&fields))
    }
    router.get("/tokenizer_info") { request, _ in
      let name = request.uri.queryParameters["model"].map(String.init)
      return Response(try await models.firstModel(name).tokenizerConfiguration)
    }
  }

  private func tokenize(_ fields: inout RequestFields) async throws -> JSONValue {
    let name = try fields.string("model")
    let prompt = try fields.string("prompt")
    let messages = fields.value("messages")
    let showsNames = try fields.bool("return_token_strs") ?? false
    fields.ignore("add_special_tokens", "add_generation_prompt")
    try fields.finish()
    let model = try await models.firstModel(name)
    let tokens: [TokenID]
    switch (prompt, messages) {
    case (let prompt?, nil): tokens = model.tokenizer.encode(prompt)
    case (nil, let messages?):
      guard let renderer = model.renderer else {
        throw ServiceError(
          .badRequest, .unsupported, "'\(model.name)' has no chat format. Give a 'prompt'.", parameter: "messages")
      }
      tokens = renderer.prompt(try ChatRequestFields.messages(messages))
    default: throw ServiceError.invalid("prompt", "or 'messages' has to be given, and not both.")
    }
    let names: JSONValue = showsNames ? .array(tokens.map { .string(model.tokenizer.token(of: $0) ?? "") }) : .null
    return [
      "count": .integer(tokens.count), "max_model_len": .integer(model.maximumLength),
      "tokens": TokenScores.tokens(tokens), "token_strs": names,
    ]
  }

  private func detokenize(_ fields: inout RequestFields) async throws -> JSONValue {
    let name = try fields.string("model")
    guard let values = try fields.array("tokens") else { throw ServiceError.invalid("tokens", "is missing.") }
    try fields.finish()
    let model = try await models.firstModel(name)
    let tokens = try values.map { value in
      guard let token = RequestFields.integer(value).flatMap(TokenID.init(exactly:)),
        model.tokenizer.token(of: token) != nil
      else { throw ServiceError.invalid("tokens", "has to be a list of tokens of the model's vocabulary.") }
      return token
    }
    return ["prompt": .string(try model.tokenizer.decode(tokens))]
  }
}
