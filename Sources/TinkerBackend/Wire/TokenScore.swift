import Language

/// A token and its log-probability, a list of two in JSON.
package struct TokenScore: Codable, Sendable, Hashable {
  package var token: TokenID
  package var logprob: Float

  package init(token: TokenID, logprob: Float) {
    self.token = token
    self.logprob = logprob
  }

  package init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    token = try list.decode(TokenID.self)
    logprob = try list.decode(Float.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(token)
    try list.encode(logprob)
  }
}
