import Language
import LocalEngine
import ModelBackend
import TinkerBackend

/// The answer to a sampling request, as its tokens come.
struct SampleAnswer {
  /// What the engine is asked for.
  let request: StreamingRequest
  private let promptLength: Int
  /// How many of the prompt's last tokens are scored; `nil` where none is.
  private let scored: Int?
  private let promptAlternatives: Int
  private let alternatives: Int
  private var prompt: [ScoredToken] = []
  private var tokens: [[ScoredToken]]
  private var ends: [SampledSequence.StopReason]

  private static let mostSequences = 1_024

  /// - Throws: `ServiceError` that names the field that cannot be met.
  init(_ asked: SampleRequest, of model: ServedModel) throws(ServiceError) {
    let prompt = asked.prompt.tokens
    if prompt.isEmpty { throw .invalid("prompt", "has no tokens. Begin it with at least one.") }
    let count = asked.numSamples ?? 1
    guard (1...Self.mostSequences).contains(count) else {
      throw .invalid("num_samples", "has to be a whole number from 1 to \(Self.mostSequences).")
    }
    let most = SamplingFields.mostAlternatives
    for (name, value) in [
      ("topk_prompt_logprobs", asked.topkPromptLogprobs), ("topk_sample_logprobs", asked.topkSampleLogprobs),
    ] where !(0...most).contains(value ?? 0) {
      throw .invalid(name, "has to be a whole number from 0 to \(most).")
    }
    try Self.refuseWhatIsNotDone(asked)
    promptLength = prompt.count
    promptAlternatives = asked.topkPromptLogprobs ?? 0
    alternatives = asked.topkSampleLogprobs ?? 0
    scored = try Self.scored(asked, length: prompt.count)
    let parameters = try Self.parameters(asked.samplingParams, after: prompt.count, of: model)
    tokens = Array(repeating: [], count: count)
    ends = Array(repeating: .length, count: count)
    request = StreamingRequest(
      SamplingRequest(prompt: prompt, count: count, parameters: parameters), alternatives: alternatives,
      promptAlternatives: scored == nil ? nil : promptAlternatives)
  }

  /// Takes what the engine tells.
  mutating func take(_ event: StreamingEvent) {
    switch event.content {
    case .prompt(let scores): prompt = scores
    case .token(let completion, let token): tokens[completion].append(token)
    case .end(let completion, let reason): ends[completion] = reason
    }
  }

  /// The answer, once all has come.
  var whole: SampleResponse {
    let sequences = zip(tokens, ends).map { tokens, end in
      SampleResponse.Sequence(
        tokens: tokens.map(\.token), logprobs: tokens.map { Self.finite($0.logProbability) }, stopReason: end.rawValue,
        topkLogprobs: alternatives > 0 ? tokens.map { Self.alternatives(of: $0, alternatives) } : nil)
    }
    guard let scored else { return SampleResponse(sequences: sequences) }
    // The first token of a prompt has no condition.
    let scores: [ScoredToken?] = [nil] + prompt.map { $0 }
    let shown = scores.enumerated().map { $0.offset < promptLength - scored ? nil : $0.element }
    return SampleResponse(
      sequences: sequences, promptLogprobs: shown.map { $0.map { Self.finite($0.logProbability) } },
      topkPromptLogprobs: promptAlternatives > 0
        ? shown.map { $0.map { Self.alternatives(of: $0, promptAlternatives) } } : nil)
  }

  private static func alternatives(of token: ScoredToken, _ count: Int) -> [TokenScore] {
    token.alternatives.prefix(count).map {
      TokenScore(token: $0.token, logprob: finite($0.logProbability))
    }
  }

  /// Neither JSON nor the official client knows −∞, which a token without any probability has, or no number at all.
  private static func finite(_ value: Float) -> Float { value.isFinite ? value : -99_999 }

  private static func scored(_ asked: SampleRequest, length: Int) throws(ServiceError) -> Int? {
    let isScored = asked.promptLogprobs == true || (asked.topkPromptLogprobs ?? 0) > 0
    guard let last = asked.promptLogprobsLastN else { return isScored ? length : nil }
    guard isScored, (1...max(1, length - 1)).contains(last) else {
      throw .invalid(
        "prompt_logprobs_last_n", "has to be from 1 to one less than the prompt's tokens, beside prompt_logprobs.")
    }
    return last
  }

  private static func parameters(
    _ asked: SampleRequest.Parameters, after prompt: Int, of model: ServedModel
  ) throws(ServiceError) -> SamplingParameters {
    let temperature = asked.temperature ?? 1
    let topP = asked.topP ?? 1
    let topK = asked.topK ?? -1
    guard (0...100).contains(temperature) else { throw .invalid("temperature", "has to be from 0 to 100.") }
    guard topP > 0, topP <= 1 else { throw .invalid("top_p", "has to be above 0 and at most 1.") }
    guard (-1...Int(Int32.max)).contains(topK) else { throw .invalid("top_k", "has to be -1 or more.") }
    if let most = asked.maxTokens, most < 0 { throw .invalid("max_tokens", "has to be 0 or more.") }
    var stopTokens = model.endTokens
    var stopStrings: [String] = []
    switch asked.stop {
    case .tokens(let tokens)?: stopTokens = tokens
    case .strings(let texts)?:
      guard texts.count <= 64, !texts.contains("") else {
        throw .invalid("stop", "has to be up to 64 texts, none of them empty, or tokens.")
      }
      stopStrings = texts
    case nil: break
    }
    return SamplingParameters(
      maximumTokens: try model.completionLength(after: prompt, asked: asked.maxTokens, otherwise: .max),
      temperature: SamplingFields.steady(temperature: temperature), topP: SamplingFields.steady(topP: topP),
      topK: max(0, topK), stopTokens: stopTokens, stopStrings: stopStrings,
      seed: asked.seed.map { UInt64(bitPattern: Int64($0)) } ?? .random(in: 0 ... .max))
  }

  private static func refuseWhatIsNotDone(_ asked: SampleRequest) throws(ServiceError) {
    if (asked.promptAltTokensK ?? 0) != 0 { throw .invalid("prompt_alt_tokens_k", "is not supported. Leave it out.") }
    if asked.targetPromptLogprobs != nil { throw .invalid("target_prompt_logprobs", "is not supported. Leave it out.") }
    if asked.recordStabilityInfo == true { throw .invalid("record_stability_info", "is not supported. Leave it out.") }
  }
}
