import Language
import ModelBackend

/// Reads completions with the tokens that they consist of.
struct TokenAnswerReader: AnswerReader {
  let prompt: [TokenID]
  let count: Int
  let stopTokens: Set<TokenID>
  let vocabularySize: Int?

  private var value: JSONValue?

  init(prompt: [TokenID], count: Int, stopTokens: Set<TokenID>, vocabularySize: Int?) {
    self.prompt = prompt
    self.count = count
    self.stopTokens = stopTokens
    self.vocabularySize = vocabularySize
  }

  mutating func read(_ value: JSONValue) { self.value = value }

  func answer() throws(UnreadableAnswer) -> EndpointAnswer<[SampledSequence]> {
    guard let value, let choices = value["choices"]?.array, !choices.isEmpty else {
      throw UnreadableAnswer(what: "answered without choices. Check that an OpenAI-compatible server is there.")
    }
    let ordered = choices.enumerated().sorted {
      ($0.element["index"]?.integer ?? $0.offset) < ($1.element["index"]?.integer ?? $1.offset)
    }
    var sequences: [SampledSequence] = []
    for (_, choice) in ordered.prefix(count) { sequences.append(try sequence(choice)) }
    let sampled = sequences.reduce(0) { $0 + $1.tokens.count }
    return EndpointAnswer(
      content: sequences, tokens: value["usage"].flatMap(TokenCount.init),
      estimate: TokenCount(prompt: prompt.count, completion: sampled))
  }

  private func sequence(_ choice: JSONValue) throws(UnreadableAnswer) -> SampledSequence {
    if let told = choice["prompt_token_ids"]?.array, told.map(\.integer) != prompt.map({ Int($0) }) {
      throw UnreadableAnswer(
        what: "read another prompt than it was given: the tokens that it returns for it differ. Check that it serves "
          + "the model that the tokens are of, and adds none of its own.")
    }
    var (tokens, logProbabilities) = try CompletionTokens.read(choice)
    if let wrong = tokens.first(where: { $0 < 0 || $0 >= vocabularySize ?? Int(TokenID.max) }) {
      throw UnreadableAnswer(
        what: "sampled the token \(wrong), which the vocabulary does not have. Check that it serves the right model.")
    }
    if let unlikely = logProbabilities.first(where: { !($0 <= 1e-3) }) {
      throw UnreadableAnswer(what: "gave \(unlikely) for the logarithm of a probability.")
    }
    var reason: SampledSequence.StopReason = choice["finish_reason"]?.string == "length" ? .length : .stop
    // A server that does not know a stop token goes on behind it: what follows was never asked for.
    if let end = tokens.firstIndex(where: { TokenID(exactly: $0).map(stopTokens.contains) == true }) {
      tokens.removeSubrange((end + 1)...)
      logProbabilities.removeSubrange((end + 1)...)
      reason = .stop
    }
    return SampledSequence(
      tokens: tokens.map { TokenID($0) }, logProbabilities: logProbabilities.map { Float($0) }, stopReason: reason)
  }
}

extension TokenCount {
  /// What a server's `usage` says; `nil` where it does not say both.
  init?(_ usage: JSONValue) {
    guard let prompt = usage["prompt_tokens"]?.integer else { return nil }
    // Where nothing was sampled some servers leave the completion out.
    self.init(prompt: max(0, prompt), completion: max(0, usage["completion_tokens"]?.integer ?? 0))
  }
}
