/// Tokens that a request takes, or may take.
struct TokenCount: Sendable, Hashable {
  var prompt = 0
  var completion = 0

  var total: Int { prompt + completion }

  static func + (left: Self, right: Self) -> Self {
    Self(prompt: left.prompt + right.prompt, completion: left.completion + right.completion)
  }

  static func - (left: Self, right: Self) -> Self {
    Self(prompt: left.prompt - right.prompt, completion: left.completion - right.completion)
  }

  /// Roughly how many tokens `bytes` of UTF-8 are: rather more than there will be.
  static func estimate(bytes: Int) -> Int { (bytes + 2) / 3 }
}
