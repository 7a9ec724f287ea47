/// What a backward pass writes to.
struct GradientSink {
  /// The weights' gradients, `[layout.count]`; added to.
  let gradient: UnsafeMutablePointer<Float>
  /// The gradients of the embedded tokens, `[tokens in the batch, width]`.
  let embedded: UnsafeMutablePointer<Float>
  let scope: GradientScope
  /// One turn for the head, one for the final norm, then `turnsPerBlock` for every block.
  let turns: OrderedTurns

  static let headTurn = 0
  static let finalNormTurn = 1
  static let turnsPerBlock = 5
  static func turnCount(layers: Int) -> Int { 2 + layers * turnsPerBlock }

  /// The parts of a block that have a turn of their own.
  enum Part: Int {
    case feedForward, feedForwardNorm, output, queryKeyValue, attentionNorm
  }

  static func turn(_ part: Part, layer: Int) -> Int { 2 + layer * turnsPerBlock + part.rawValue }
}

extension TilePass {
  /// `gradient += outputGradientᵀ · input`, summed over all rows: the gradient of a linear map's weight.
  private func addWeightGradient(
    _ outputGradient: UnsafePointer<Float>, outer: Int, _ input: UnsafePointer<Float>, inner: Int, rows: Int,
    to gradient: UnsafeMutablePointer<Float>
  ) {
    MatrixProduct.add(
      Matrix(outputGradient, rows: rows, columns: outer).transposed, Matrix(input, rows: rows, columns: inner),
      beta: 1, to: gradient, stride: inner)
  }

  /// `inputGradient = outputGradient · weight`.
  private func projectBack(
    _ outputGradient: UnsafePointer<Float>, rows: Int, outer: Int, by weight: Int, inner: Int,
    into inputGradient: UnsafeMutablePointer<Float>
  ) {
    MatrixProduct.add(
      Matrix(outputGradient, rows: rows, columns: outer), Matrix(weights + weight, rows: outer, columns: inner),
      to: inputGradient, stride: inner)
  }

  /// Runs the tile forward and backward.
  ///
  /// - Parameter slope: gets the index of a prediction in the batch, its target's log-probability and the
  ///   distribution's entropy; gives the derivative of the loss with respect to that log-probability.
  func forwardBackward(
    into sink: GradientSink, slope: (_ prediction: Int, _ logProbability: Float, _ entropy: Float) -> Float
  ) {
    forward()
    normalizePredictions()
    predictBackward(into: sink, slope: slope)
    for layer in layout.blocks.indices.reversed() {
      let activations = workspace.block(layer)
      feedForwardBackward(layout.blocks[layer], activations, layer: layer, into: sink)
      attentionBackward(layout.blocks[layer], activations, layer: layer, into: sink)
    }
    if sink.scope.everythingElse {
      (sink.embedded + tokens.lowerBound * width).update(from: workspace.streamGradient, count: tokens.count * width)
    }
  }

  /// Logits, loss, and back to the last stream.
  private func predictBackward(
    into sink: GradientSink, slope: (_ prediction: Int, _ logProbability: Float, _ entropy: Float) -> Float
  ) {
    let vocabulary = configuration.vocabularySize
    let isTrained = sink.scope.everythingElse
    if isTrained { sink.turns.begin(GradientSink.headTurn, tile: tile) }
    forEachLogits { chunk in
      for index in chunk {
        let row = workspace.logits + (index - chunk.lowerBound) * vocabulary
        let target = Int(batch.targets[predictions.lowerBound + index])
        let logit = row[target]
        let prediction = Prediction(exponentiating: row, count: vocabulary)
        let slope = slope(predictions.lowerBound + index, logit - prediction.normalizer, prediction.entropy)
        // d log p(target) / d logits = onehot(target) − p
        let factor = -slope / prediction.sum
        forEachLanes(vocabulary) { offset, lanes in
          (Lanes.load(row + offset, lanes) * factor).store(to: row + offset, lanes)
        }
        row[target] += slope
      }
      let normed = workspace.finalNormed + chunk.lowerBound * width
      projectBack(
        workspace.logits, rows: chunk.count, outer: vocabulary, by: layout.head, inner: width,
        into: workspace.finalGradient + chunk.lowerBound * width)
      if isTrained {
        addWeightGradient(
          workspace.logits, outer: vocabulary, normed, inner: width, rows: chunk.count,
          to: sink.gradient + layout.head)
      }
    }
    if isTrained { sink.turns.end(GradientSink.headTurn, tile: tile) }

    let count = predictions.count
    let inputGradient = workspace.normedGradient
    inputGradient.update(repeating: 0, count: count * width)
    normBackward(
      workspace.finalGradient, input: workspace.finalInput, rows: count, weight: layout.finalNorm,
      inverse: workspace.finalInverse, inputGradient: inputGradient, turn: GradientSink.finalNormTurn, into: sink)
    workspace.streamGradient.update(repeating: 0, count: tokens.count * width)
    for (index, position) in batch.predictions[predictions].enumerated() {
      (workspace.streamGradient + (position - tokens.lowerBound) * width)
        .update(from: inputGradient + index * width, count: width)
    }
  }

  /// Backward through a norm of the stream; the weight's gradient is summed over the tile before its turn.
  private func normBackward(
    _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int, weight: Int,
    inverse: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>, turn: Int, into sink: GradientSink
  ) {
    let vector = workspace.vectorGradient
    vector.update(repeating: 0, count: width)
    RootMeanSquareNorm.backward(
      outputGradient, input: input, rows: rows, width: width, weight: weights + weight, inverse: inverse,
      inputGradient: inputGradient, weightGradient: vector)
    if sink.scope.everythingElse {
      sink.turns.take(turn, tile: tile) { add(vector, count: width, to: sink.gradient + weight) }
    }
  }

  private func add(_ values: UnsafePointer<Float>, count: Int, to sum: UnsafeMutablePointer<Float>) {
    forEachLanes(count) { offset, lanes in
      (Lanes.load(sum + offset, lanes) + Lanes.load(values + offset, lanes)).store(to: sum + offset, lanes)
    }
  }

  private func feedForwardBackward(
    _ block: ParameterLayout.Block, _ activations: TileWorkspace.Block, layer: Int, into sink: GradientSink
  ) {
    let count = tokens.count
    let inner = configuration.feedForwardWidth
    let streamGradient = workspace.streamGradient
    projectBack(streamGradient, rows: count, outer: width, by: block.down, inner: inner, into: workspace.hidden)
    GatedUnit.backward(
      activations.gateUp, rows: count, width: inner, hidden: workspace.hidden, gradient: workspace.gateUpGradient)
    if sink.scope.gateUp {
      RootMeanSquareNorm.again(
        activations.middle, rows: count, width: width, weight: weights + block.feedForwardNorm,
        inverse: activations.middleInverse, output: workspace.normed)
    }
    sink.turns.take(GradientSink.turn(.feedForward, layer: layer), tile: tile) {
      if sink.scope.down {
        addWeightGradient(
          streamGradient, outer: width, workspace.hidden, inner: inner, rows: count, to: sink.gradient + block.down)
      }
      if sink.scope.gateUp {
        addWeightGradient(
          workspace.gateUpGradient, outer: 2 * inner, workspace.normed, inner: width, rows: count,
          to: sink.gradient + block.gateUp)
      }
    }
    projectBack(
      workspace.gateUpGradient, rows: count, outer: 2 * inner, by: block.gateUp, inner: width,
      into: workspace.normedGradient)
    normBackward(
      workspace.normedGradient, input: activations.middle, rows: count, weight: block.feedForwardNorm,
      inverse: activations.middleInverse, inputGradient: streamGradient,
      turn: GradientSink.turn(.feedForwardNorm, layer: layer), into: sink)
  }

  private func attentionBackward(
    _ block: ParameterLayout.Block, _ activations: TileWorkspace.Block, layer: Int, into sink: GradientSink
  ) {
    let count = tokens.count
    let queries = configuration.queryWidth
    let streamGradient = workspace.streamGradient
    projectBack(
      streamGradient, rows: count, outer: width, by: block.output, inner: queries, into: workspace.attendedGradient)
    if sink.scope.output {
      sink.turns.take(GradientSink.turn(.output, layer: layer), tile: tile) {
        addWeightGradient(
          streamGradient, outer: width, activations.attended, inner: queries, rows: count,
          to: sink.gradient + block.output)
      }
    }
    let vector = workspace.vectorGradient
    vector.update(repeating: 0, count: 2 * configuration.headWidth)
    let gradient = workspace.queryKeyValueGradient
    let rotation = rotation(block)
    let heads = configuration.headCount + configuration.keyValueHeadCount
    for sequence in sequences {
      let rows = rows(of: sequence)
      attention.backward(
        operands(activations, rows: rows), output: activations.attended + rows.lowerBound * queries,
        logSums: activations.logSums + rows.lowerBound * configuration.headCount,
        outputGradient: workspace.attendedGradient + rows.lowerBound * queries,
        rotatedGradient: workspace.rotatedGradient + rows.lowerBound * rotatedWidth,
        valueGradient: gradient + rows.lowerBound * queryKeyValueWidth + rotatedWidth, scores: workspace.scores,
        scoreGradients: workspace.scoreGradients)
      for row in rows {
        rotation.backward(
          workspace.rotatedGradient + row * rotatedWidth, input: activations.queryKeyValue + row * queryKeyValueWidth,
          position: row - rows.lowerBound, inverse: activations.headInverse + row * heads,
          inputGradient: gradient + row * queryKeyValueWidth, weightGradient: vector)
      }
    }
    if sink.scope.queryKeyValue {
      RootMeanSquareNorm.again(
        activations.input, rows: count, width: width, weight: weights + block.attentionNorm,
        inverse: activations.inputInverse, output: workspace.normed)
    }
    sink.turns.take(GradientSink.turn(.queryKeyValue, layer: layer), tile: tile) {
      if sink.scope.queryKeyValue {
        addWeightGradient(
          gradient, outer: queryKeyValueWidth, workspace.normed, inner: width, rows: count,
          to: sink.gradient + block.queryKeyValue)
      }
      if sink.scope.everythingElse {
        add(vector, count: configuration.headWidth, to: sink.gradient + block.queryNorm)
        add(vector + configuration.headWidth, count: configuration.headWidth, to: sink.gradient + block.keyNorm)
      }
    }
    projectBack(
      gradient, rows: count, outer: queryKeyValueWidth, by: block.queryKeyValue, inner: width,
      into: workspace.normedGradient)
    normBackward(
      workspace.normedGradient, input: activations.input, rows: count, weight: block.attentionNorm,
      inverse: activations.inputInverse, inputGradient: streamGradient,
      turn: GradientSink.turn(.attentionNorm, layer: layer), into: sink)
  }
}
