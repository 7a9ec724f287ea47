import Language
import LocalEngine
import ModelBackend
import OpenAIBackend

/// The answer to a request to `/v1/completions`, as it comes to be.
struct CompletionAnswer: GeneratedAnswer {
  /// A prompt as tokens and as text.
  private struct Prompt {
    var tokens: [TokenID]
    var text: String
    /// The characters before each token.
    var offsets: [Int]
    var scores: [ScoredToken] = []
  }

  private struct Choice {
    var text = ""
    var tokens: [(token: TokenID, score: ScoredToken?, offset: Int)] = []
    var end: SampledSequence.StopReason?
    /// Whether its first part was sent.
    var hasBegun = false
  }

  private static let defaultTokens = 16

  let requests: [StreamingRequest]
  private let asked: CompletionRequest
  private let scores: TokenScores
  private let head: AnswerHead
  private var prompts: [Prompt]
  private var choices: [Choice]
  private var progress: ChoiceProgress

  /// - Throws: `ServiceError` for a prompt that the model cannot take.
  init(_ asked: CompletionRequest, by model: ServedModel) throws(ServiceError) {
    self.asked = asked
    scores = TokenScores(model)
    head = AnswerHead("cmpl-", model: model.name)
    let isScored = asked.echoes && asked.alternatives != nil
    var promptAlternatives = asked.sampling.promptAlternatives
    if isScored { promptAlternatives = max(promptAlternatives ?? 0, asked.alternatives ?? 0) }
    var requests: [StreamingRequest] = []
    prompts = []
    for prompt in asked.prompts {
      let tokens: [TokenID]
      switch prompt {
      case .text(let text): tokens = model.tokenizer.encode(text)
      case .tokens(let given): tokens = given
      }
      let size = model.sampler.configuration.vocabularySize
      if tokens.isEmpty { throw .invalid("prompt", "is empty: a completion goes on from at least one token.") }
      if let stranger = tokens.first(where: { $0 < 0 || Int($0) >= size }) {
        throw .invalid("prompt", "has the token \(stranger), which is not among the model's \(size).")
      }
      let parameters = try asked.sampling.parameters(for: tokens, of: model, defaultTokens: Self.defaultTokens)
      requests.append(
        StreamingRequest(
          SamplingRequest(prompt: tokens, count: asked.sampling.count, parameters: parameters),
          alternatives: asked.alternatives ?? 0, promptAlternatives: promptAlternatives,
          skipsSpecialTokens: asked.sampling.skipsSpecialTokens))
      prompts.append(Self.prompt(tokens, prompt, echoes: asked.echoes, tokenizer: model.tokenizer))
    }
    self.requests = requests
    choices = Array(repeating: Choice(), count: prompts.count * asked.sampling.count)
    progress = ChoiceProgress(asked.sampling, tokenizer: model.tokenizer, prompts: prompts.count)
  }

  mutating func take(_ event: StreamingEvent) {
    if case .prompt(let scores) = event.content { prompts[event.request].scores = scores }
    guard let delta = progress.take(event) else { return }
    add(delta)
  }

  mutating func parts(for event: StreamingEvent) -> [JSONValue] {
    take(event)
    var parts: [JSONValue] = []
    for index in affected(by: event) where choices[index].end != nil || hasNews(index) {
      parts.append(head.object("text_completion", choices: [choice(index)], adding: emptyUsage))
      choices[index].hasBegun = true
      choices[index].text = ""
      choices[index].tokens = []
    }
    return parts
  }

  var usagePart: JSONValue? {
    asked.sampling.includesUsage ? head.object("text_completion", choices: [], adding: [usage]) : nil
  }

  var whole: JSONValue {
    head.object("text_completion", choices: choices.indices.map(choice), adding: [usage])
  }

  private mutating func add(_ delta: ChoiceProgress.Delta) {
    choices[delta.choice].text += delta.text
    if let token = delta.token {
      let base = asked.echoes ? prompts[delta.choice / asked.sampling.count].text.unicodeScalars.count : 0
      choices[delta.choice].tokens.append((token.token, token, base + delta.offset))
    }
    if let end = delta.end { choices[delta.choice].end = end }
  }

  private func affected(by event: StreamingEvent) -> [Int] {
    switch event.content {
    case .prompt: []
    case .token(let completion, _), .end(let completion, _): [event.request * asked.sampling.count + completion]
    }
  }

  private func hasNews(_ index: Int) -> Bool {
    let choice = choices[index]
    if !choice.text.isEmpty || !choice.hasBegun && asked.echoes { return true }
    return !choice.tokens.isEmpty && (asked.alternatives != nil || asked.sampling.returnsTokens)
  }

  /// A choice with all that it holds at the moment.
  private func choice(_ index: Int) -> JSONValue {
    let choice = choices[index]
    let prompt = prompts[index / asked.sampling.count]
    let isFirst = !choice.hasBegun
    let showsPrompt = asked.echoes && isFirst
    var members: [JSONValue.Member] = [
      .init("index", .integer(index)), .init("text", .string((showsPrompt ? prompt.text : "") + choice.text)),
    ]
    if asked.alternatives != nil {
      var tokens = choice.tokens
      if showsPrompt {
        let own = prompt.tokens.indices.map { place in
          (
            token: prompt.tokens[place], score: place == 0 ? nil : prompt.scores[place - 1],
            offset: prompt.offsets[place]
          )
        }
        tokens = own + tokens
      }
      members.append(.init("logprobs", scores.legacy(tokens)))
    } else {
      members.append(.init("logprobs", .null))
    }
    members.append(.init("finish_reason", choice.end.map { .string($0.rawValue) } ?? .null))
    if asked.sampling.returnsTokens {
      if isFirst { members.append(.init("prompt_token_ids", TokenScores.tokens(prompt.tokens))) }
      members.append(.init("token_ids", TokenScores.tokens(choice.tokens.map(\.token))))
    }
    if asked.sampling.promptAlternatives != nil {
      members.append(.init("prompt_logprobs", scores.prompt(prompt.scores)))
    }
    return .object(members)
  }

  private var usage: JSONValue.Member {
    AnswerHead.usage(prompt: prompts.reduce(0) { $0 + $1.tokens.count }, completion: progress.tokenCount)
  }

  private var emptyUsage: [JSONValue.Member] { asked.sampling.includesUsage ? [.init("usage", .null)] : [] }

  private static func prompt(
    _ tokens: [TokenID], _ given: CompletionRequest.Prompt, echoes: Bool, tokenizer: Tokenizer
  ) -> Prompt {
    guard echoes else { return Prompt(tokens: tokens, text: "", offsets: []) }
    // The text is what was given; where tokens were given, it is theirs.
    var decoder = IncrementalDecoder(tokenizer)
    var text = ""
    var count = 0
    var offsets: [Int] = []
    for token in tokens {
      offsets.append(count)
      let piece = (try? decoder.append(token)) ?? ""
      count += piece.unicodeScalars.count
      text += piece
    }
    text += decoder.finish()
    if case .text(let given) = given { text = given }
    return Prompt(tokens: tokens, text: text, offsets: offsets)
  }
}
