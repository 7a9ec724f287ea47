import Language
import LocalEngine
import ModelBackend
import OpenAIBackend

/// Log-probabilities in the forms that clients know.
struct TokenScores {
  private let model: ServedModel

  init(_ model: ServedModel) {
    self.model = model
  }

  /// The name of a token: its text, or its bytes where they are no whole characters.
  func name(_ token: TokenID) -> String {
    let bytes = model.bytes(of: token)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return "bytes:" + bytes.map { "\\x" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// An element of `logprobs.content` of a chat.
  func chat(_ token: ScoredToken, alternatives: Int) -> JSONValue {
    guard case .object(var members) = chat(token.token, token.logProbability) else { return .null }
    let top = token.alternatives.prefix(alternatives).map { chat($0.token, $0.logProbability) }
    members.append(.init("top_logprobs", .array(top)))
    return .object(members)
  }

  private func chat(_ token: TokenID, _ logProbability: Float) -> JSONValue {
    let bytes = model.bytes(of: token)
    return [
      "token": .string(String(decoding: bytes, as: UTF8.self)), "logprob": Self.number(logProbability),
      "bytes": .array(bytes.map { .integer(Int($0)) }),
    ]
  }

  /// The `logprobs` of a completion: four lists of one length.
  ///
  /// - Parameters:
  ///   - tokens: with the characters of the text before each; `nil` in place of a score for the first of a prompt.
  func legacy(_ tokens: [(token: TokenID, score: ScoredToken?, offset: Int)]) -> JSONValue {
    [
      "tokens": .array(tokens.map { .string(name($0.token)) }),
      "token_logprobs": .array(tokens.map { $0.score.map { Self.number($0.logProbability) } ?? .null }),
      "top_logprobs": .array(tokens.map { $0.score.map(top) ?? .null }),
      "text_offset": .array(tokens.map { .integer($0.offset) }),
    ]
  }

  /// The most probable tokens of a place, and the one that stands there.
  private func top(_ score: ScoredToken) -> JSONValue {
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    let own = ScoredToken.Alternative(token: score.token, logProbability: score.logProbability)
    for alternative in score.alternatives + [own] {
      let name = name(alternative.token)
      if names.insert(name).inserted { members.append(.init(name, Self.number(alternative.logProbability))) }
    }
    return .object(members)
  }

  /// vLLM's `prompt_logprobs`: an object for every token but the first, by identifier.
  func prompt(_ scores: [ScoredToken]) -> JSONValue {
    .array(
      [.null]
        + scores.map { score in
          var members: [JSONValue.Member] = []
          let alternatives = score.alternatives.enumerated().map { ($1.token, $1.logProbability, $0 + 1) }
          let own = (score.token, score.logProbability, score.rank ?? 1)
          for (token, logProbability, rank) in [own] + alternatives.filter({ $0.0 != score.token }) {
            members.append(
              .init(
                "\(token)",
                [
                  "logprob": Self.number(logProbability), "rank": .integer(rank),
                  "decoded_token": .string(String(decoding: model.bytes(of: token), as: UTF8.self)),
                ]))
          }
          return .object(members)
        })
  }

  static func tokens(_ tokens: some Sequence<TokenID>) -> JSONValue { .array(tokens.map { .integer(Int($0)) }) }

  /// The shortest decimal that is the same `Float`. JSON has no −∞, which a token without any probability would have.
  static func number(_ value: Float) -> JSONValue { .number(Double("\(max(value, -9_999))") ?? Double(value)) }
}
