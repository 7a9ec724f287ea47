import Language
import LocalEngine
import ModelBackend
import OpenAIBackend

/// The answer to a request to `/v1/chat/completions`, as it comes to be.
struct ChatAnswer: GeneratedAnswer {
  private struct Choice {
    var parser: ReasoningText
    var reasoning = ""
    var content = ""
    var tokens: [ScoredToken] = []
    var end: SampledSequence.StopReason?
    /// Whether its first part was sent.
    var hasBegun = false
  }

  /// The largest answer where nobody says how large it may be.
  static let defaultTokens = 2_048

  let requests: [StreamingRequest]
  private let asked: ChatRequestFields
  private let scores: TokenScores
  private let head: AnswerHead
  private let prompt: [TokenID]
  private var promptScores: [ScoredToken] = []
  private var choices: [Choice]
  private var progress: ChoiceProgress
  private var hasSentPrompt = false

  /// - Throws: `ServiceError` for a conversation that the model cannot take.
  init(_ asked: ChatRequestFields, by model: ServedModel) throws(ServiceError) {
    guard let renderer = model.renderer else {
      throw ServiceError(
        .badRequest, .unsupported,
        "'\(model.name)' has no chat format: its tokenizer lacks the tokens of Qwen3's. Use /v1/completions.",
        parameter: "model")
    }
    self.asked = asked
    scores = TokenScores(model)
    head = AnswerHead("chatcmpl-", model: model.name)
    let noReasoning = asked.reasons ? [] : model.tokenizer.encode("\n" + ControlToken.thinkEnd.rawValue + "\n\n")
    prompt = renderer.prompt(asked.messages) + noReasoning
    let parameters: SamplingParameters
    do {
      parameters = try asked.sampling.parameters(for: prompt, of: model, defaultTokens: Self.defaultTokens)
    } catch {
      var error = error
      if error.parameter == "prompt" { error.parameter = "messages" }
      throw error
    }
    requests = [
      StreamingRequest(
        SamplingRequest(prompt: prompt, count: asked.sampling.count, parameters: parameters),
        alternatives: asked.alternatives, promptAlternatives: asked.sampling.promptAlternatives,
        skipsSpecialTokens: asked.sampling.skipsSpecialTokens)
    ]
    choices = Array(
      repeating: Choice(parser: ReasoningText(isClosed: !asked.reasons)), count: asked.sampling.count)
    progress = ChoiceProgress(asked.sampling, tokenizer: model.tokenizer, prompts: 1)
  }

  mutating func take(_ event: StreamingEvent) { _ = choice(changedBy: event) }

  /// Takes what has happened.
  ///
  /// - Returns: the choice that has changed.
  private mutating func choice(changedBy event: StreamingEvent) -> Int? {
    if case .prompt(let scores) = event.content { promptScores = scores }
    guard let delta = progress.take(event) else { return nil }
    var piece = choices[delta.choice].parser.append(delta.text)
    if let end = delta.end {
      let rest = choices[delta.choice].parser.finish()
      piece.reasoning += rest.reasoning
      piece.content += rest.content
      choices[delta.choice].end = end
    }
    choices[delta.choice].reasoning += piece.reasoning
    choices[delta.choice].content += piece.content
    if let token = delta.token { choices[delta.choice].tokens.append(token) }
    return delta.choice
  }

  mutating func parts(for event: StreamingEvent) -> [JSONValue] {
    guard let index = choice(changedBy: event) else { return [] }
    var parts: [JSONValue] = []
    if !choices[index].hasBegun {
      choices[index].hasBegun = true
      parts.append(part(index, delta: [.init("role", "assistant"), .init("content", "")]))
    }
    let choice = choices[index]
    var delta: [JSONValue.Member] = []
    if !choice.reasoning.isEmpty { delta.append(.init("reasoning_content", .string(choice.reasoning))) }
    if !choice.content.isEmpty { delta.append(.init("content", .string(choice.content))) }
    let hasTokens = !choice.tokens.isEmpty && (asked.isScored || asked.sampling.returnsTokens)
    if !delta.isEmpty || hasTokens || choice.end != nil { parts.append(part(index, delta: delta)) }
    choices[index].reasoning = ""
    choices[index].content = ""
    // Tokens whose text is still held back go with the next part.
    if !delta.isEmpty || hasTokens { choices[index].tokens = [] }
    return parts
  }

  var usagePart: JSONValue? {
    asked.sampling.includesUsage ? head.object("chat.completion.chunk", choices: [], adding: [usage]) : nil
  }

  var whole: JSONValue {
    var more = [usage]
    if asked.sampling.returnsTokens { more.append(.init("prompt_token_ids", TokenScores.tokens(prompt))) }
    if asked.sampling.promptAlternatives != nil {
      more.append(.init("prompt_logprobs", scores.prompt(promptScores)))
    }
    let choices = choices.enumerated().map { index, choice in
      var message: [JSONValue.Member] = [
        .init("role", "assistant"), .init("content", .string(choice.content)), .init("refusal", .null),
      ]
      if !choice.reasoning.isEmpty { message.append(.init("reasoning_content", .string(choice.reasoning))) }
      return JSONValue.object([.init("index", .integer(index)), .init("message", .object(message))] + rest(of: choice))
    }
    return head.object("chat.completion", choices: choices, adding: more)
  }

  private mutating func part(_ index: Int, delta: [JSONValue.Member]) -> JSONValue {
    let choice = choices[index]
    let isHead = delta.first?.key == "role"
    var shown = choice
    if isHead {
      shown.tokens = []
      shown.end = nil
    }
    var more: [JSONValue.Member] = asked.sampling.includesUsage ? [.init("usage", .null)] : []
    if asked.sampling.returnsTokens, !hasSentPrompt {
      hasSentPrompt = true
      more.append(.init("prompt_token_ids", TokenScores.tokens(prompt)))
    }
    return head.object(
      "chat.completion.chunk",
      choices: [.object([.init("index", .integer(index)), .init("delta", .object(delta))] + rest(of: shown))],
      adding: more)
  }

  private func rest(of choice: Choice) -> [JSONValue.Member] {
    let logprobs: JSONValue =
      asked.isScored
      ? ["content": .array(choice.tokens.map { scores.chat($0, alternatives: asked.alternatives) }), "refusal": .null]
      : .null
    var members: [JSONValue.Member] = [
      .init("logprobs", logprobs), .init("finish_reason", choice.end.map { .string($0.rawValue) } ?? .null),
    ]
    if asked.sampling.returnsTokens {
      members.append(.init("token_ids", TokenScores.tokens(choice.tokens.map(\.token))))
    }
    return members
  }

  private var usage: JSONValue.Member { AnswerHead.usage(prompt: prompt.count, completion: progress.tokenCount) }
}
