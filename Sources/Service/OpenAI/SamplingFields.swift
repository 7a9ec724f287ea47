import Language
import ModelBackend
import OpenAIBackend

/// What requests for completions and for chat have in common.
struct SamplingFields {
  static let largestCount = 128
  static let mostAlternatives = 20

  var model: String?
  var count: Int
  var maximumTokens: Int?
  var temperature: Float
  var topP: Float
  var topK: Int
  var seed: UInt64
  var stopStrings: [String]
  var stopTokens: [TokenID]
  /// Whether the model's own end of a text does not end a completion.
  var ignoresEnd: Bool
  var keepsStopStrings: Bool
  var skipsSpecialTokens: Bool
  var returnsTokens: Bool
  /// The alternatives that are told beside each token of the prompt; `nil` where it is not scored.
  var promptAlternatives: Int?
  var isStreamed: Bool
  var includesUsage: Bool

  /// - Throws: `ServiceError` that names the field that cannot be met.
  init(_ fields: inout RequestFields) throws(ServiceError) {
    model = try fields.string("model")
    count = try fields.integer("n", in: 1...Self.largestCount) ?? 1
    maximumTokens = try fields.integer("max_tokens", in: 0 ... .max)
    temperature = Self.steady(temperature: Float(try fields.number("temperature", in: 0...2) ?? 1))
    let topP = try fields.number("top_p", in: 0...1) ?? 1
    if topP == 0 { throw .invalid("top_p", "has to be above 0 and at most 1.") }
    self.topP = Self.steady(topP: Float(topP))
    topK = max(0, try fields.integer("top_k", in: -1...Int(Int32.max)) ?? 0)
    let seed = try fields.integer("seed", in: .min ... .max)
    self.seed = seed.map { UInt64(bitPattern: Int64($0)) } ?? .random(in: 0 ... .max)
    stopStrings = try Self.stopStrings(&fields)
    stopTokens = try (fields.array("stop_token_ids") ?? []).map { value throws(ServiceError) in
      guard let token = RequestFields.integer(value).flatMap(TokenID.init(exactly:)) else {
        throw .invalid("stop_token_ids", "has to be a list of token identifiers.")
      }
      return token
    }
    ignoresEnd = try fields.bool("ignore_eos") ?? false
    keepsStopStrings = try fields.bool("include_stop_str_in_output") ?? false
    skipsSpecialTokens = try fields.bool("skip_special_tokens") ?? true
    returnsTokens = try fields.bool("return_token_ids") ?? false
    promptAlternatives = try fields.integer("prompt_logprobs", in: 0...Self.mostAlternatives)
    isStreamed = try fields.bool("stream") ?? false
    includesUsage = false
    if var options = try fields.object("stream_options") {
      if !isStreamed { throw .invalid("stream_options", "is only allowed where 'stream' is true.") }
      includesUsage = try options.bool("include_usage") ?? false
      options.ignore("include_obfuscation")
      try options.finish(in: "stream_options")
    }
    if isStreamed, promptAlternatives != nil {
      throw .invalid("prompt_logprobs", "cannot be streamed. Leave out 'stream'.")
    }
    try Self.refuseWhatIsNotDone(&fields)
  }

  /// 0 for a temperature so low that only the most probable token is left.
  static func steady(temperature: Float) -> Float { temperature < 1e-5 ? 0 : temperature }

  /// Above 0, which even one token reaches.
  static func steady(topP: Float) -> Float { max(topP, 1e-6) }

  /// How completions of a prompt are drawn.
  ///
  /// - Throws: `ServiceError` where prompt and completion together are too long for the model.
  func parameters(
    for prompt: [TokenID], of model: ServedModel, defaultTokens: Int
  ) throws(ServiceError) -> SamplingParameters {
    let wanted = try model.completionLength(after: prompt.count, asked: maximumTokens, otherwise: defaultTokens)
    return SamplingParameters(
      maximumTokens: wanted, temperature: temperature, topP: topP, topK: topK,
      stopTokens: (ignoresEnd ? [] : model.endTokens) + stopTokens, stopStrings: stopStrings, seed: seed)
  }

  private static func stopStrings(_ fields: inout RequestFields) throws(ServiceError) -> [String] {
    let complaint = ServiceError.invalid("stop", "has to be a text or a list of up to 64 texts, none of them empty.")
    let values: [JSONValue]
    switch fields.value("stop") {
    case nil: return []
    case .string(let text)?: values = [.string(text)]
    case .array(let elements)?: values = elements
    default: throw complaint
    }
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value, !text.isEmpty else { throw complaint }
      texts.append(text)
    }
    if texts.count > 64 { throw complaint }
    return texts
  }

  private static func refuseWhatIsNotDone(_ fields: inout RequestFields) throws(ServiceError) {
    fields.ignore(
      "user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "request_id", "priority",
      "spaces_between_special_tokens", "add_special_tokens")
    let why = "tokens are drawn from the model's own distribution. Leave it out."
    try fields.refuse("presence_penalty", unless: 0, because: why)
    try fields.refuse("frequency_penalty", unless: 0, because: why)
    try fields.refuse("repetition_penalty", unless: 1, because: why)
    try fields.refuse("min_p", unless: 0, because: why)
    try fields.refuse("min_tokens", unless: 0, because: why)
    try fields.refuse("logit_bias", unless: [:], because: why)
    try fields.refuse("best_of", unless: 1, because: "ask for several with 'n' and choose yourself.")
    try fields.refuse("use_beam_search", unless: false, because: why)
    try fields.refuse(
      "response_format", unless: ["type": "text"], because: "answers are not held to a form. Leave it out.")
  }
}
