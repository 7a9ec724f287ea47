import Language

extension TinkerPublic_TopkLogprobs {
  /// The log-probability of what is not there.
  private static let nothing: Float = -99_999

  /// Writes the most probable tokens of some places; `nil` for a place that has none.
  init(_ rows: [[TokenScore]?]) {
    let width = rows.map { $0?.count ?? 0 }.max() ?? 0
    var tokens: [TokenID] = []
    var values: [Float] = []
    for row in rows {
      let missing = width - (row?.count ?? 0)
      tokens += (row ?? []).map(\.token) + Array(repeating: 0, count: missing)
      values += (row ?? []).map(\.logprob) + Array(repeating: Self.nothing, count: missing)
    }
    self.init()
    tokenIds = PackedNumbers.bytes(tokens)
    logprobs = PackedNumbers.bytes(values)
    k = UInt32(width)
    length = UInt32(rows.count)
  }

  /// The most probable tokens of each place; `nil` for a place that has none.
  ///
  /// - Throws: `WireError` where the matrices do not have their shape.
  func rows() throws -> [[TokenScore]?] {
    let tokens = try PackedNumbers.read(tokenIds, as: TokenID.self)
    let values = try PackedNumbers.floats(logprobs)
    let (width, count) = (Int(k), Int(length))
    guard tokens.count == values.count, WireTensor.product([width, count]) == tokens.count else {
      throw WireError("\(tokens.count) tokens and \(values.count) log-probabilities are no \(count) rows of \(width)")
    }
    return (0..<(width > 0 ? count : 0)).map { row in
      let places = (row * width)..<((row + 1) * width)
      let scores = places.filter { values[$0] != Self.nothing }
        .map { TokenScore(token: tokens[$0], logprob: values[$0]) }
      return scores.isEmpty ? nil : scores
    }
  }
}
