import Language

/// Up to sixteen tokens that go through the model together, one in each lane of a register.
///
/// Everything is feature-major, `[feature, 16]`: a row's numbers never leave its lane, and every matrix product has
/// exactly sixteen columns, whether or not all are used. So what a row computes does not depend on who its neighbours
/// are, as far as the BLAS treats sixteen columns alike; OpenBLAS's kernels from Nehalem to Cooper Lake do, while
/// wider products give different last bits to different columns (Haswell's).
///
/// Rows of one sequence may share a panel in the order of their positions: all write their keys and values before
/// any reads them.
struct Panel {
  /// Rows of a panel.
  static let width = Lanes.scalarCount

  /// One token to be read.
  struct Row {
    var token: TokenID
    /// Its place in its sequence.
    var position: Int
    /// The keys and values before those of `own`, all of which it sees.
    var prefix: KeyValueSegment.View?
    /// Its own keys and values, which it sees up to itself: `count` includes the row.
    var own: KeyValueSegment.View
  }

  let model: ModelWeights
  let weights: UnsafePointer<Float>
  let rotary: UnsafePointer<Float>
  let workspace: PanelWorkspace

  private var configuration: ModelConfiguration { model.configuration }

  /// Sends `rows` through all layers; their last hidden states, normalized, are in `workspace.normed` then.
  func read(_ rows: [Row]) {
    embed(rows)
    prepareAngles(rows)
    for (layer, block) in model.layout.blocks.enumerated() {
      normalize(block.attentionNorm)
      multiply(block.queryKeyValue, rows: workspace.projectedCount, workspace.normed, to: workspace.projected)
      rotate(block)
      store(rows, layer: layer)
      PanelAttention(configuration, workspace: workspace).attend(rows, layer: layer)
      multiply(
        block.output, rows: configuration.width, columns: configuration.queryWidth, workspace.attended,
        addingTo: workspace.hidden)
      normalize(block.feedForwardNorm)
      multiply(block.gateUp, rows: 2 * configuration.feedForwardWidth, workspace.normed, to: workspace.gateUp)
      gate()
      multiply(
        block.down, rows: configuration.width, columns: configuration.feedForwardWidth, workspace.gateUp,
        addingTo: workspace.hidden)
    }
    normalize(model.layout.finalNorm)
  }

  /// Computes the logits of all rows from `workspace.normed`, `[vocabulary, 16]`.
  func predict() {
    multiply(
      model.layout.head, rows: configuration.vocabularySize, workspace.normed, to: workspace.logits)
  }

  private func multiply(
    _ offset: Int, rows: Int, _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>
  ) {
    let columns = configuration.width
    MatrixProduct.add(
      Matrix(weights + offset, rows: rows, columns: columns),
      Matrix(input, rows: columns, columns: Self.width), to: output, stride: Self.width)
  }

  private func multiply(
    _ offset: Int, rows: Int, columns: Int, _ input: UnsafePointer<Float>,
    addingTo output: UnsafeMutablePointer<Float>
  ) {
    MatrixProduct.add(
      Matrix(weights + offset, rows: rows, columns: columns),
      Matrix(input, rows: columns, columns: Self.width), beta: 1, to: output, stride: Self.width)
  }

  private func embed(_ rows: [Row]) {
    let width = configuration.width
    let hidden = workspace.hidden
    for (lane, row) in rows.enumerated() {
      let embedding = weights + (model.layout.embedding &+ Int(row.token) &* width)
      for feature in 0..<width { hidden[feature &* Self.width &+ lane] = embedding[feature] }
    }
    // Lanes without a row compute too; they begin as copies so that nothing in them can overflow.
    for lane in rows.count..<Self.width {
      for feature in 0..<width { hidden[feature &* Self.width &+ lane] = hidden[feature &* Self.width] }
    }
  }

  private func prepareAngles(_ rows: [Row]) {
    let half = configuration.headWidth / 2
    for lane in 0..<Self.width {
      let angles = rotary + rows[min(lane, rows.count &- 1)].position &* 2 &* half
      for index in 0..<(2 &* half) { workspace.angles[index &* Self.width &+ lane] = angles[index] }
    }
  }

  /// RMSNorm (Zhang and Sennrich, https://arxiv.org/abs/1910.07467) of the residual stream.
  private func normalize(_ offset: Int) {
    Self.normalize(
      workspace.hidden, count: configuration.width, weights: weights + offset, epsilon: configuration.normEpsilon,
      to: workspace.normed)
  }

  @inline(__always)
  private static func normalize(
    _ input: UnsafePointer<Float>, count: Int, weights: UnsafePointer<Float>, epsilon: Float, factor: Float = 1,
    to output: UnsafeMutablePointer<Float>
  ) {
    var even = Lanes.zero
    var odd = Lanes.zero
    var feature = 0
    while feature &+ 1 < count {
      let first = Lanes.load(input + feature &* width)
      let second = Lanes.load(input + (feature &+ 1) &* width)
      even = even.plus(first, times: first)
      odd = odd.plus(second, times: second)
      feature &+= 2
    }
    if feature < count {
      let last = Lanes.load(input + feature &* width)
      even = even.plus(last, times: last)
    }
    let scale = Lanes(repeating: factor) / ((even + odd) / Float(count) + epsilon).squareRoot()
    for feature in 0..<count {
      (Lanes.load(input + feature &* width) * scale * weights[feature]).store(to: output + feature &* width)
    }
  }

  /// Normalizes and rotates queries and keys in place; queries are divided by √headWidth on the way, which spares the
  /// scores that.
  private func rotate(_ block: ParameterLayout.Block) {
    let headWidth = configuration.headWidth
    let half = headWidth / 2
    let cosines = workspace.angles
    let sines = workspace.angles + half &* Self.width
    for head in 0..<(configuration.headCount &+ configuration.keyValueHeadCount) {
      let isQuery = head < configuration.headCount
      let place = workspace.projected + head &* headWidth &* Self.width
      Self.normalize(
        place, count: headWidth, weights: weights + (isQuery ? block.queryNorm : block.keyNorm),
        epsilon: configuration.normEpsilon, factor: isQuery ? 1 / Float(headWidth).squareRoot() : 1, to: place)
      for index in 0..<half {
        let low = place + index &* Self.width
        let high = low + half &* Self.width
        let cosine = Lanes.load(cosines + index &* Self.width)
        let sine = Lanes.load(sines + index &* Self.width)
        let first = Lanes.load(low)
        let second = Lanes.load(high)
        (first * cosine - second * sine).store(to: low)
        (second * cosine + first * sine).store(to: high)
      }
    }
  }

  /// Moves keys and values of every row to its place in its segment.
  private func store(_ rows: [Row], layer: Int) {
    let headWidth = configuration.headWidth
    let block = KeyValueSegment.block
    let keys = workspace.projected + configuration.queryWidth &* Self.width
    let values = keys + configuration.keyValueWidth &* Self.width
    for (lane, row) in rows.enumerated() {
      let place = row.own.count &- 1
      for head in 0..<configuration.keyValueHeadCount {
        let source = head &* headWidth &* Self.width &+ lane
        let key = row.own.keys(layer: layer, head: head) + (place / block &* block &* headWidth &+ place % block)
        let value = row.own.values(layer: layer, head: head) + place &* row.own.shape.valueWidth
        for feature in 0..<headWidth {
          key[feature &* block] = keys[source &+ feature &* Self.width]
          value[feature] = values[source &+ feature &* Self.width]
        }
      }
    }
  }

  /// SwiGLU (Shazeer, https://arxiv.org/abs/2002.05202); the result takes the gates' place.
  private func gate() {
    let count = configuration.feedForwardWidth &* Self.width
    let gates = workspace.gateUp
    var index = 0
    while index < count {
      let gate = Lanes.load(gates + index)
      (gate * gate.sigmoid * Lanes.load(gates + count + index)).store(to: gates + index)
      index &+= Self.width
    }
  }
}
