import Language

/// Carries one tile of whole sequences through the model on one thread.
///
/// The pass never waits for other threads on its way forward, and on its way back only for its turn to add to
/// gradients, so all elementwise work happens on rows that the caches still hold.
struct TilePass {
  let configuration: ModelConfiguration
  let layout: ParameterLayout
  /// The model's weights, `[layout.count]`.
  let weights: UnsafePointer<Float>
  /// `[length, 2, headWidth / 2]`.
  let angles: UnsafePointer<Float>
  let batch: PackedSequences
  /// The number of the tile in the batch.
  let tile: Int
  let workspace: TileWorkspace

  /// The tile's sequences.
  let sequences: Range<Int>
  /// The tile's tokens in the batch.
  let tokens: Range<Int>
  /// The tile's predictions in the batch.
  let predictions: Range<Int>

  init(
    _ configuration: ModelConfiguration, layout: ParameterLayout, weights: UnsafePointer<Float>,
    angles: UnsafePointer<Float>, batch: PackedSequences, tile: Int, workspace: TileWorkspace
  ) {
    self.configuration = configuration
    self.layout = layout
    self.weights = weights
    self.angles = angles
    self.batch = batch
    self.tile = tile
    self.workspace = workspace
    sequences = batch.tiles[tile]
    tokens = batch.starts[sequences.lowerBound]..<batch.starts[sequences.upperBound]
    predictions = batch.predictionStarts[sequences.lowerBound]..<batch.predictionStarts[sequences.upperBound]
  }

  var width: Int { configuration.width }
  var queryKeyValueWidth: Int { configuration.queryWidth + 2 * configuration.keyValueWidth }
  var rotatedWidth: Int { configuration.queryWidth + configuration.keyValueWidth }

  var attention: CausalAttention {
    CausalAttention(
      queryHeads: configuration.headCount, keyHeads: configuration.keyValueHeadCount,
      headWidth: configuration.headWidth)
  }

  func rotation(_ block: ParameterLayout.Block) -> HeadRotation {
    HeadRotation(
      queryHeads: configuration.headCount, keyHeads: configuration.keyValueHeadCount,
      headWidth: configuration.headWidth, epsilon: configuration.normEpsilon, queryWeight: weights + block.queryNorm,
      keyWeight: weights + block.keyNorm, angles: angles)
  }

  /// A sequence's rows in the tile.
  func rows(of sequence: Int) -> Range<Int> {
    (batch.starts[sequence] - tokens.lowerBound)..<(batch.starts[sequence + 1] - tokens.lowerBound)
  }

  func operands(_ activations: TileWorkspace.Block, rows: Range<Int>) -> CausalAttention.Operands {
    CausalAttention.Operands(
      rotated: activations.rotated + rows.lowerBound * rotatedWidth,
      values: activations.queryKeyValue + rows.lowerBound * queryKeyValueWidth + rotatedWidth,
      valueStride: queryKeyValueWidth, length: rows.count)
  }

  /// `output = input · weightᵀ` for all rows, with `beta` times what the output held added.
  func project(
    _ input: UnsafePointer<Float>, rows: Int, from inner: Int, by weight: Int, to outer: Int,
    into output: UnsafeMutablePointer<Float>, beta: Float = 0
  ) {
    MatrixProduct.add(
      Matrix(input, rows: rows, columns: inner),
      Matrix(weights + weight, rows: outer, columns: inner).transposed, beta: beta, to: output, stride: outer)
  }

  /// Embeds the tokens and carries them through all blocks.
  func forward() {
    let embedded = workspace.stream(after: -1)
    for (row, token) in batch.tokens[tokens].enumerated() {
      (embedded + row * width).update(from: weights + layout.embedding + Int(token) * width, count: width)
    }
    for layer in layout.blocks.indices {
      forward(layout.blocks[layer], workspace.block(layer), layer: layer)
    }
  }

  private func forward(_ block: ParameterLayout.Block, _ activations: TileWorkspace.Block, layer: Int) {
    let count = tokens.count
    let normed = workspace.normed
    RootMeanSquareNorm.forward(
      activations.input, rows: count, width: width, weight: weights + block.attentionNorm,
      epsilon: configuration.normEpsilon, output: normed, inverse: activations.inputInverse, copy: activations.middle)
    project(
      normed, rows: count, from: width, by: block.queryKeyValue, to: queryKeyValueWidth,
      into: activations.queryKeyValue)
    let rotation = rotation(block)
    let heads = configuration.headCount + configuration.keyValueHeadCount
    for sequence in sequences {
      let rows = rows(of: sequence)
      for row in rows {
        rotation.forward(
          activations.queryKeyValue + row * queryKeyValueWidth, position: row - rows.lowerBound,
          output: activations.rotated + row * rotatedWidth, inverse: activations.headInverse + row * heads)
      }
      attention.forward(
        operands(activations, rows: rows), output: activations.attended + rows.lowerBound * configuration.queryWidth,
        logSums: activations.logSums + rows.lowerBound * configuration.headCount, scores: workspace.scores)
    }
    project(
      activations.attended, rows: count, from: configuration.queryWidth, by: block.output, to: width,
      into: activations.middle, beta: 1)
    let output = workspace.stream(after: layer)
    RootMeanSquareNorm.forward(
      activations.middle, rows: count, width: width, weight: weights + block.feedForwardNorm,
      epsilon: configuration.normEpsilon, output: normed, inverse: activations.middleInverse, copy: output)
    let inner = configuration.feedForwardWidth
    project(normed, rows: count, from: width, by: block.gateUp, to: 2 * inner, into: activations.gateUp)
    GatedUnit.forward(activations.gateUp, rows: count, width: inner, hidden: workspace.hidden)
    project(workspace.hidden, rows: count, from: inner, by: block.down, to: width, into: output, beta: 1)
  }

  /// Carries the tokens through the model and tells what it says of each prediction's target.
  func score(_ tell: (_ prediction: Int, _ logProbability: Float, _ entropy: Float) -> Void) {
    forward()
    normalizePredictions()
    forEachLogits { chunk in
      for index in chunk {
        let row = workspace.logits + (index - chunk.lowerBound) * configuration.vocabularySize
        let number = predictions.lowerBound + index
        let logit = row[Int(batch.targets[number])]
        let prediction = Prediction(exponentiating: row, count: configuration.vocabularySize)
        tell(number, logit - prediction.normalizer, prediction.entropy)
      }
    }
  }

  /// Normalizes the rows of the last stream whose predictions are asked for.
  func normalizePredictions() {
    let stream = workspace.stream(after: configuration.layerCount - 1)
    for (index, position) in batch.predictions[predictions].enumerated() {
      (workspace.finalInput + index * width)
        .update(from: stream + (position - tokens.lowerBound) * width, count: width)
    }
    RootMeanSquareNorm.forward(
      workspace.finalInput, rows: predictions.count, width: width, weight: weights + layout.finalNorm,
      epsilon: configuration.normEpsilon, output: workspace.finalNormed, inverse: workspace.finalInverse, copy: nil)
  }

  /// Calls `body` with ranges of the tile's predictions (from zero) whose logits lie in the workspace.
  func forEachLogits(_ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: predictions.count, by: workspace.logitRows) {
      let chunk = start..<min(start + workspace.logitRows, predictions.count)
      project(
        workspace.finalNormed + start * width, rows: chunk.count, from: width, by: layout.head,
        to: configuration.vocabularySize, into: workspace.logits)
      body(chunk)
    }
  }
}
