/// Attention of the rows of a panel over the keys and values of their own sequences.
struct PanelAttention {
  private let headWidth: Int
  private let heads: Int
  private let queriesPerKey: Int
  private let workspace: PanelWorkspace

  init(_ configuration: ModelConfiguration, workspace: PanelWorkspace) {
    headWidth = configuration.headWidth
    heads = configuration.headCount
    queriesPerKey = configuration.headCount / configuration.keyValueHeadCount
    self.workspace = workspace
  }

  /// Computes `workspace.attended` from the queries in `workspace.projected`.
  func attend(_ rows: [Panel.Row], layer: Int) {
    var longest = 0
    for row in rows { longest = max(longest, Self.padded(row.prefix?.count ?? 0) &+ Self.padded(row.own.count)) }
    workspace.reserveScores(longest)
    for head in 0..<heads {
      for (lane, row) in rows.enumerated() { attend(row, lane: lane, head: head, layer: layer) }
    }
  }

  private static func padded(_ count: Int) -> Int { (count &+ 15) & ~15 }

  @inline(__always)
  private func attend(_ row: Panel.Row, lane: Int, head: Int, layer: Int) {
    let keyHead = head / queriesPerKey
    let query = workspace.projected + (head &* headWidth &* Panel.width &+ lane)
    let scores = workspace.scores
    let prefixCount = row.prefix?.count ?? 0
    let ownScores = scores + Self.padded(prefixCount)
    var top = Lanes(repeating: -.infinity)
    if let prefix = row.prefix {
      score(query, prefix.keys(layer: layer, head: keyHead), count: prefixCount, to: scores, top: &top)
    }
    score(query, row.own.keys(layer: layer, head: keyHead), count: row.own.count, to: ownScores, top: &top)

    let largest = top.largest
    let length = Self.padded(prefixCount) &+ Self.padded(row.own.count)
    var sum = Lanes.zero
    var index = 0
    while index < length {
      // Scores beyond a segment's end are −∞, which the exponential clamps to e⁻⁸⁷: nothing beside the largest's 1.
      let weight = (Lanes.load(scores + index) - largest).exponential
      weight.store(to: scores + index)
      sum += weight
      index &+= 16
    }
    let scale = 1 / sum.total

    let output = workspace.attended + (head &* headWidth &* Panel.width &+ lane)
    let valueWidth = row.own.shape.valueWidth
    var feature = 0
    while feature < headWidth {
      var total = Quartet()
      if let prefix = row.prefix {
        total.add(prefix.values(layer: layer, head: keyHead) + feature, stride: valueWidth, scores, count: prefixCount)
      }
      total.add(
        row.own.values(layer: layer, head: keyHead) + feature, stride: valueWidth, ownScores, count: row.own.count)
      let mean = total.total * scale
      for index in 0..<min(16, headWidth &- feature) { output[(feature &+ index) &* Panel.width] = mean[index] }
      feature &+= 16
    }
  }

  /// Scores `count` positions, four blocks of sixteen at a time to hide the latency of the additions; what is beyond
  /// them in the last block becomes −∞.
  @inline(__always)
  private func score(
    _ query: UnsafePointer<Float>, _ keys: UnsafePointer<Float>, count: Int, to scores: UnsafeMutablePointer<Float>,
    top: inout Lanes
  ) {
    let blockSize = headWidth &* 16
    let blocks = Self.padded(count) &>> 4
    var block = 0
    while block &+ 4 <= blocks {
      let key = keys + block &* blockSize
      var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for feature in 0..<headWidth {
        let factor = Lanes(repeating: query[feature &* Panel.width])
        let place = key + feature &* 16
        a = a.plus(factor, times: Lanes.load(place))
        b = b.plus(factor, times: Lanes.load(place + blockSize))
        c = c.plus(factor, times: Lanes.load(place + 2 &* blockSize))
        d = d.plus(factor, times: Lanes.load(place + 3 &* blockSize))
      }
      let target = scores + block &* 16
      if block &+ 4 == blocks { d = Self.masked(d, from: count &- (blocks &- 1) &* 16) }
      a.store(to: target)
      b.store(to: target + 16)
      c.store(to: target + 32)
      d.store(to: target + 48)
      top = top.larger(a).larger(b).larger(c).larger(d)
      block &+= 4
    }
    while block < blocks {
      let key = keys + block &* blockSize
      var a = Lanes.zero
      for feature in 0..<headWidth {
        a = a.plus(Lanes(repeating: query[feature &* Panel.width]), times: Lanes.load(key + feature &* 16))
      }
      if block &+ 1 == blocks { a = Self.masked(a, from: count &- block &* 16) }
      a.store(to: scores + block &* 16)
      top = top.larger(a)
      block &+= 1
    }
  }

  private static let laneNumbers = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  @inline(__always)
  private static func masked(_ scores: Lanes, from count: Int) -> Lanes {
    scores.replacing(
      with: -.infinity, where: laneNumbers .>= SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: count)))
  }
}

/// Sixteen features of a weighted sum of values, in four parts by position modulo four, which hides the latency of
/// the additions.
private struct Quartet {
  private var parts = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)

  @inline(__always)
  mutating func add(_ values: UnsafePointer<Float>, stride: Int, _ weights: UnsafePointer<Float>, count: Int) {
    var (a, b, c, d) = parts
    var position = 0
    while position &+ 4 <= count {
      let value = values + position &* stride
      a = a.plus(Lanes(repeating: weights[position]), times: Lanes.load(value))
      b = b.plus(Lanes(repeating: weights[position &+ 1]), times: Lanes.load(value + stride))
      c = c.plus(Lanes(repeating: weights[position &+ 2]), times: Lanes.load(value + 2 &* stride))
      d = d.plus(Lanes(repeating: weights[position &+ 3]), times: Lanes.load(value + 3 &* stride))
      position &+= 4
    }
    while position < count {
      a = a.plus(Lanes(repeating: weights[position]), times: Lanes.load(values + position &* stride))
      position &+= 1
    }
    parts = (a, b, c, d)
  }

  @inline(__always)
  var total: Lanes { (parts.0 + parts.1) + (parts.2 + parts.3) }
}
