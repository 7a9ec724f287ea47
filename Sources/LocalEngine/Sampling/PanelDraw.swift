import Foundation
import Language
import ModelBackend

/// Draws the next token of every row of a panel.
///
/// The exponentials are summed in one pass over the logits, sixteen rows at once, with a partial sum for every block
/// of 64 tokens. A draw then finds its block among the partial sums and its token within the block; nothing is sorted
/// and no distribution is stored. Only where top-k or top-p is asked for does a row look at its tokens one by one.
struct PanelDraw {
  /// What a row has to know to draw.
  struct Row {
    var temperature: Float
    var topP: Float
    var topK: Int

    init(_ parameters: SamplingParameters) {
      temperature = parameters.temperature
      topP = parameters.topP
      topK = parameters.topK
    }

    fileprivate var isCutOff: Bool { topP < 1 || topK > 0 }
    /// Whether the row draws from partial sums at a temperature of its own.
    fileprivate var needsScaledSums: Bool { temperature != 0 && temperature != 1 && !isCutOff }
  }

  private let logits: UnsafePointer<Float>
  private let vocabulary: Int
  private let rows: [Row]
  private let largest: Lanes
  /// The logarithm of the sum of the exponentials, less `largest`.
  private let logSums: Lanes
  private let sums: PartialSums
  private let scaledSums: PartialSums?

  /// Sums the exponentials of `logits`, `[vocabulary, 16]`.
  init(_ logits: UnsafePointer<Float>, vocabulary: Int, rows: [Row]) {
    self.logits = logits
    self.vocabulary = vocabulary
    self.rows = rows
    largest = Self.largest(logits, vocabulary: vocabulary)
    sums = PartialSums(logits, vocabulary: vocabulary, largest: largest, factor: nil)
    var logSums = Lanes.zero
    for lane in 0..<Panel.width { logSums[lane] = log(sums.totals[lane]) }
    self.logSums = logSums
    if rows.contains(where: \.needsScaledSums) {
      var factor = Lanes(repeating: 1)
      for (lane, row) in rows.enumerated() where row.needsScaledSums { factor[lane] = 1 / row.temperature }
      scaledSums = PartialSums(logits, vocabulary: vocabulary, largest: largest, factor: factor)
    } else {
      scaledSums = nil
    }
  }

  /// The log-probability of a token at temperature 1, with nothing cut off.
  func logProbability(of token: TokenID, lane: Int) -> Float {
    logits[Int(token) &* Panel.width &+ lane] - largest[lane] - logSums[lane]
  }

  /// A token's log-probability, its rank, and the `count` most probable tokens, the most probable first.
  func scored(_ token: TokenID, lane: Int, alternatives count: Int) -> ScoredToken {
    let own = logits[Int(token) &* Panel.width &+ lane]
    var rank = 1
    var kept: [(token: TokenID, logit: Float)] = []
    kept.reserveCapacity(count + 1)
    for candidate in 0..<vocabulary {
      let logit = logits[candidate &* Panel.width &+ lane]
      if logit > own { rank += 1 }
      // Of equals the one with the lower identifier stands first, as in `firstIndex(of:lane:)`.
      guard count > 0, kept.count < count || logit > kept[kept.count - 1].logit else { continue }
      kept.insert((TokenID(candidate), logit), at: kept.firstIndex { $0.logit < logit } ?? kept.count)
      if kept.count > count { kept.removeLast() }
    }
    return ScoredToken(
      token: token, logProbability: logProbability(of: token, lane: lane), rank: rank,
      alternatives: kept.map { .init(token: $0.token, logProbability: logProbability(of: $0.token, lane: lane)) })
  }

  /// The token of the row in `lane`.
  ///
  /// - Parameter unit: where in `0..<1` to draw; not called for where the row is greedy.
  /// - Throws: `BackendError` where the model gives no numbers.
  func token(lane: Int, unit: () -> Double) throws(BackendError) -> TokenID {
    guard sums.totals[lane].isFinite else {
      throw BackendError(
        .damagedCheckpoint,
        "The model's logits are not numbers: its weights have overflowed. Restore an earlier checkpoint and train on "
          + "with a lower learning rate.")
    }
    let row = rows[lane]
    if row.temperature == 0 { return TokenID(firstIndex(of: largest[lane], lane: lane)) }
    if row.isCutOff { return cutOffToken(row, lane: lane, unit: unit()) }
    return TokenID((row.needsScaledSums ? scaledSums! : sums).index(lane: lane, unit: unit()))
  }

  private func firstIndex(of value: Float, lane: Int) -> Int {
    var index = 0
    while index &+ 1 < vocabulary, logits[index &* Panel.width &+ lane] != value { index &+= 1 }
    return index
  }

  private static func largest(_ logits: UnsafePointer<Float>, vocabulary: Int) -> Lanes {
    var even = Lanes(repeating: -.infinity)
    var odd = even
    var index = 0
    while index &+ 1 < vocabulary {
      even = even.larger(Lanes.load(logits + index &* Panel.width))
      odd = odd.larger(Lanes.load(logits + (index &+ 1) &* Panel.width))
      index &+= 2
    }
    if index < vocabulary { even = even.larger(Lanes.load(logits + index &* Panel.width)) }
    return even.larger(odd)
  }
}

/// Top-k and top-p as the logits processors of `transformers` define them: temperature first, then the `topK` largest
/// (and what equals the last of them), then of these the most probable until their sum reaches `topP`.
extension PanelDraw {
  private func cutOffToken(_ row: Row, lane: Int, unit: Double) -> TokenID {
    var kept = (0..<vocabulary).map { token in
      (token: token, score: (logits[token &* Panel.width &+ lane] - largest[lane]) / row.temperature)
    }
    if row.topK > 0, row.topK < vocabulary {
      let scores = kept.map(\.score)
      let threshold = Self.value(ofRank: row.topK - 1, in: scores)
      kept.removeAll { $0.score < threshold }
    }
    var weights = kept.map { exp(Double($0.score)) }
    if row.topP < 1 {
      let total = weights.reduce(0, +)
      // Tokens this rare cannot add up to 1 − topP, so they all go; the few that are left are worth sorting.
      let negligible = (1 - Double(row.topP)) * total / Double(weights.count)
      var order = weights.indices.filter { weights[$0] > negligible }
      if order.isEmpty { order = Array(weights.indices) }
      order.sort { (weights[$0], $1) > (weights[$1], $0) }
      var sum = 0.0
      let count = order.prefix { index in
        defer { sum += weights[index] }
        return sum < Double(row.topP) * total
      }.count
      order = order.prefix(max(1, count)).sorted()
      (kept, weights) = (order.map { kept[$0] }, order.map { weights[$0] })
    }
    var target = unit * weights.reduce(0, +)
    for (candidate, weight) in zip(kept, weights) {
      target -= weight
      if target < 0 { return TokenID(candidate.token) }
    }
    return TokenID(kept[weights.indices.last { weights[$0] > 0 } ?? 0].token)
  }

  /// The element that would stand at `rank` if `values` were sorted downwards (Hoare's selection).
  private static func value(ofRank rank: Int, in values: [Float]) -> Float {
    var values = values
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] > pivot { left += 1 }
        while values[right] < pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return values[rank]
  }
}

/// Sums of exponentials of a panel's logits, by blocks of 64 tokens.
private struct PartialSums {
  private static let block = 64

  private let logits: UnsafePointer<Float>
  private let vocabulary: Int
  private let largest: Lanes
  private let factor: Lanes?
  private var blocks: [Lanes] = []
  let totals: Lanes

  /// Sums exp((logit − largest) · factor) in every lane.
  init(_ logits: UnsafePointer<Float>, vocabulary: Int, largest: Lanes, factor: Lanes?) {
    self.logits = logits
    self.vocabulary = vocabulary
    self.largest = largest
    self.factor = factor
    blocks.reserveCapacity((vocabulary + Self.block - 1) / Self.block)
    var totals = Lanes.zero
    for start in stride(from: 0, to: vocabulary, by: Self.block) {
      let end = min(vocabulary, start &+ Self.block)
      var sum = Lanes.zero
      var token = start
      if let factor {
        while token < end {
          sum += ((Lanes.load(logits + token &* Panel.width) - largest) * factor).exponential
          token &+= 1
        }
      } else {
        while token < end {
          sum += (Lanes.load(logits + token &* Panel.width) - largest).exponential
          token &+= 1
        }
      }
      blocks.append(sum)
      totals += sum
    }
    self.totals = totals
  }

  /// The token at which the sum of a lane's exponentials passes `unit` times the whole.
  func index(lane: Int, unit: Double) -> Int {
    var whole = 0.0
    for block in blocks { whole += Double(block[lane]) }
    var target = unit * whole
    var block = 0
    while block < blocks.count - 1, target >= Double(blocks[block][lane]) {
      target -= Double(blocks[block][lane])
      block += 1
    }
    // The exponentials again, in the order in which they were summed: the last partial sum is the block's bit for bit.
    let range = block * Self.block..<min(vocabulary, (block + 1) * Self.block)
    var sum: Float = 0
    var last = range.lowerBound
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let count = min(16, range.upperBound - start)
      var scores = Lanes(repeating: -.infinity)
      for index in 0..<count { scores[index] = logits[(start + index) * Panel.width + lane] }
      scores -= largest[lane]
      if let factor { scores *= factor[lane] }
      let weights = scores.exponential
      for index in 0..<count {
        sum += weights[index]
        if Double(sum) > target { return start + index }
        if weights[index] > 1e-30 { last = start + index }
      }
    }
    return last
  }
}
