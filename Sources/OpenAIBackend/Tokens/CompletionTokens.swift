/// Where the servers that give tokens put them in one choice of a completion.
enum CompletionTokens {
  private static let advice =
    "Serve the model with vLLM 0.10.2 or newer, or with llama.cpp, or use it as a chat model."

  private static var unidentified: UnreadableAnswer {
    UnreadableAnswer(what: "gives no identifiers of the tokens that it samples. \(advice)", isUnsupported: true)
  }

  /// The tokens of a completion and their log-probabilities.
  static func read(_ choice: JSONValue) throws(UnreadableAnswer) -> (tokens: [Int], logProbabilities: [Double]) {
    guard let scores = choice["logprobs"] else {
      throw UnreadableAnswer(what: "gives no log-probabilities of what it samples. \(advice)", isUnsupported: true)
    }
    // llama.cpp: one object a token.
    if let content = scores["content"]?.array {
      let tokens = content.compactMap { $0["id"]?.integer }
      let logProbabilities = content.compactMap { $0["logprob"]?.number }
      guard tokens.count == content.count else {
        throw unidentified
      }
      return try paired(tokens, logProbabilities)
    }
    guard let listed = scores["token_logprobs"]?.array else {
      throw UnreadableAnswer(what: "gives no log-probabilities of what it samples. \(advice)", isUnsupported: true)
    }
    let logProbabilities = listed.compactMap(\.number)
    guard logProbabilities.count == listed.count else {
      throw UnreadableAnswer(what: "answered with a log-probability that is no number.")
    }
    if let told = choice["token_ids"]?.array {
      let tokens = told.compactMap(\.integer)
      guard tokens.count == told.count else {
        throw UnreadableAnswer(what: "answered with a token identifier that is no whole number.")
      }
      return try paired(tokens, logProbabilities)
    }
    // vLLM's older way, where the server was started with it: the identifiers in place of the tokens' text.
    let named = scores["tokens"]?.array ?? []
    let tokens = named.compactMap { $0.string }.compactMap { text in
      text.hasPrefix("token_id:") ? Int(text.dropFirst("token_id:".count)) : nil
    }
    guard tokens.count == named.count, !named.isEmpty || logProbabilities.isEmpty else {
      throw unidentified
    }
    return try paired(tokens, logProbabilities)
  }

  private static func paired(
    _ tokens: [Int], _ logProbabilities: [Double]
  ) throws(UnreadableAnswer) -> (tokens: [Int], logProbabilities: [Double]) {
    guard tokens.count == logProbabilities.count else {
      throw UnreadableAnswer(
        what: "answered with \(tokens.count) tokens and \(logProbabilities.count) log-probabilities.")
    }
    return (tokens, logProbabilities)
  }
}
