import Language
import ModelBackend

/// A model behind the completions of an OpenAI-compatible server, token by token.
///
/// The server has to take prompts as token identifiers and to give the identifiers of what it sampled, with their
/// log-probabilities: vLLM and what follows it (`return_token_ids`), or llama.cpp (which names the token beside each
/// log-probability). From any other server an answer is an error of code `unsupported`: text that is encoded again need
/// not give the tokens that were sampled.
///
/// Log-probabilities have to be those of the model's own distribution, before temperature, as both servers give them
/// unless told otherwise.
public struct OpenAISampler: Sampler {
  /// What the server calls the model.
  public let model: String
  /// The server.
  public let client: EndpointClient
  /// The number of tokens in the vocabulary; an answer with another token is an error. `nil` where it is not known.
  public let vocabularySize: Int?
  private let countSupport: CountSupport

  /// Names a model of a server.
  public init(_ model: String, at client: EndpointClient, vocabularySize: Int? = nil) {
    self.model = model
    self.client = client
    self.vocabularySize = vocabularySize
    countSupport = CountSupport(isExpected: true)
  }

  public func sample(_ requests: [SamplingRequest]) async throws -> [[SampledSequence]] {
    for request in requests { try check(request.prompt) }
    return try await inOrder(requests) { request in
      try await countSupport.answers(request.count) { count, first in
        let seed = WireSeed.value(request.parameters.seed, answer: first)
        return try await client.post(
          "/completions", body(of: request, count: count, seed: seed),
          atMost: TokenCount(prompt: request.prompt.count, completion: count * request.parameters.maximumTokens),
          reading: reader(of: request, count: count))
      }
    }
  }

  /// The log-probability of every token of the given sequences but the first.
  ///
  /// The server has to know `echo`, as vLLM does and llama.cpp does not. It samples one token more than is asked for,
  /// which is thrown away: not every server lets a completion be empty.
  public func logProbabilities(of sequences: [[TokenID]]) async throws -> [[Float]] {
    for sequence in sequences { try check(sequence) }
    return try await inOrder(sequences) { sequence in
      if sequence.count == 1 { return [] }
      let body: JSONValue = [
        "model": .string(model), "prompt": .array(sequence.map { .integer(Int($0)) }), "max_tokens": 1,
        "temperature": 0, "echo": true, "logprobs": 1, "return_token_ids": true,
      ]
      return try await client.post(
        "/completions", body, atMost: TokenCount(prompt: sequence.count, completion: 1),
        reading: EchoReader(sequence: sequence))
    }
  }

  private func reader(of request: SamplingRequest, count: Int) -> TokenAnswerReader {
    TokenAnswerReader(
      prompt: request.prompt, count: count, stopTokens: Set(request.parameters.stopTokens),
      vocabularySize: vocabularySize)
  }

  private func body(of request: SamplingRequest, count: Int, seed: Int) -> JSONValue {
    let parameters = request.parameters
    var fields: [JSONValue.Member] = [
      .init("model", .string(model)), .init("prompt", .array(request.prompt.map { .integer(Int($0)) })),
      .init("max_tokens", .integer(parameters.maximumTokens)),
      .init("temperature", .number(Self.decimal(parameters.temperature))),
      .init("seed", .integer(seed)), .init("logprobs", 1), .init("return_token_ids", true),
    ]
    if parameters.topP < 1 { fields.append(.init("top_p", .number(Self.decimal(parameters.topP)))) }
    // llama.cpp keeps 40 tokens unless it is told to keep all.
    fields.append(.init("top_k", .integer(parameters.topK > 0 ? parameters.topK : -1)))
    if count > 1 { fields.append(.init("n", .integer(count))) }
    if !parameters.stopTokens.isEmpty {
      fields.append(.init("stop_token_ids", .array(parameters.stopTokens.map { .integer(Int($0)) })))
    }
    if !parameters.stopStrings.isEmpty {
      fields.append(.init("stop", .array(parameters.stopStrings.map(JSONValue.string))))
    }
    return .object(fields)
  }

  /// The shortest decimal that is the same `Float`: 0.7 rather than 0.699999988079071.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

  private func check(_ prompt: [TokenID]) throws(BackendError) {
    if prompt.isEmpty { throw BackendError(.emptyPrompt, "A prompt has to have at least one token.") }
    if let wrong = prompt.first(where: { $0 < 0 || Int($0) >= vocabularySize ?? .max }) {
      throw BackendError(.unknownToken, "The prompt holds the token \(wrong), which \(model) does not have.")
    }
  }

  /// Answers all questions at once; the client bounds how many are under way.
  private func inOrder<Question: Sendable, Answer: Sendable>(
    _ questions: [Question], _ ask: @escaping @Sendable (Question) async throws -> Answer
  ) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask { (index, try await ask(question)) }
      }
      var answers = [Answer?](repeating: nil, count: questions.count)
      for try await (index, answer) in group { answers[index] = answer }
      return answers.compactMap { $0 }
    }
  }
}
