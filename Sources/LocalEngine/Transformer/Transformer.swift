import ModelBackend

/// Runs packed batches through a dense Qwen3 model, forward or forward and backward, on all threads of a pool.
///
/// Results are the same bytes for any number of threads: tiles depend on the sequences' lengths alone, and gradients
/// and sums are added in the tiles' order. Not thread-safe; its owner serializes calls.
package final class Transformer {
  package let configuration: ModelConfiguration
  private let layout: ParameterLayout
  private let pool: WorkerPool
  private var angles: RotaryTable
  private let workspaces: [TileWorkspace]
  /// The gradients of embedded tokens, which are put into the embedding's rows at the end.
  private var embedded = AlignedFloats(count: 0)

  /// Creates the engine of one model.
  package init(_ configuration: ModelConfiguration, pool: WorkerPool) {
    self.configuration = configuration
    self.pool = pool
    layout = ParameterLayout(configuration)
    angles = RotaryTable(configuration)
    workspaces = (0..<pool.threadCount).map { _ in TileWorkspace(configuration) }
  }

  /// Adds the gradient of a loss over a batch.
  ///
  /// - Parameter gradient: the gradients accumulated so far, of the model's layout.
  /// - Returns: the log-probability of every target, `[predictions]`, and the sums over the predictions.
  func addGradient(
    of loss: PositionLoss, over batch: PackedSequences, weights: ModelWeights, scope: GradientScope,
    to gradient: inout ModelWeights
  ) -> (logProbabilities: [Float], sums: PositionLoss.Sums) {
    var sums = [PositionLoss.Sums](repeating: PositionLoss.Sums(), count: batch.tiles.count)
    var logProbabilities = [Float](repeating: 0, count: batch.targets.count)
    let turns = OrderedTurns(count: GradientSink.turnCount(layers: configuration.layerCount))
    let needed = scope.everythingElse ? batch.tokenCount * configuration.width : 0
    if embedded.count < needed { embedded = AlignedFloats(count: needed) }
    gradient.values.withUnsafeMutablePointer { gradient in
      embedded.withUnsafeMutablePointer { embedded in
        sums.withUnsafeMutableBufferPointer { sums in
          logProbabilities.withUnsafeMutableBufferPointer { logProbabilities in
            let sink = GradientSink(gradient: gradient, embedded: embedded, scope: scope, turns: turns)
            forEachTile(of: batch, weights: weights) { pass in
              pass.forwardBackward(into: sink) { prediction, logProbability, entropy in
                logProbabilities[prediction] = logProbability
                return loss.add(prediction, logProbability: logProbability, entropy: entropy, to: &sums[pass.tile])
              }
            }
            if scope.everythingElse {
              scatter(embedded, of: batch, to: gradient + layout.embedding)
            }
          }
        }
      }
    }
    return (logProbabilities, sums.reduce(into: PositionLoss.Sums()) { $0 += $1 })
  }

  /// The log-probability of every target of a batch, `[predictions]`, and a loss's sums over them.
  func score(
    _ loss: PositionLoss, over batch: PackedSequences, weights: ModelWeights
  ) -> (logProbabilities: [Float], sums: PositionLoss.Sums) {
    var sums = [PositionLoss.Sums](repeating: PositionLoss.Sums(), count: batch.tiles.count)
    var logProbabilities = [Float](repeating: 0, count: batch.targets.count)
    sums.withUnsafeMutableBufferPointer { sums in
      logProbabilities.withUnsafeMutableBufferPointer { logProbabilities in
        forEachTile(of: batch, weights: weights) { pass in
          pass.score { prediction, logProbability, entropy in
            logProbabilities[prediction] = logProbability
            _ = loss.add(prediction, logProbability: logProbability, entropy: entropy, to: &sums[pass.tile])
          }
        }
      }
    }
    return (logProbabilities, sums.reduce(into: PositionLoss.Sums()) { $0 += $1 })
  }

  private func forEachTile(
    of batch: PackedSequences, weights: ModelWeights, _ body: (TilePass) -> Void
  ) {
    angles.extend(to: batch.longest)
    let largest = batch.tiles.map { batch.starts[$0.upperBound] - batch.starts[$0.lowerBound] }.max() ?? 0
    weights.values.withUnsafePointer { weights in
      angles.withUnsafePointer { angles in
        pool.forEach(batch.tiles.count) { tile, worker in
          let workspace = workspaces[worker]
          workspace.prepare(tokens: largest, longest: batch.longest)
          body(
            TilePass(
              configuration, layout: layout, weights: weights, angles: angles, batch: batch, tile: tile,
              workspace: workspace))
        }
      }
    }
  }

  /// Adds the gradients of embedded tokens to the embedding's rows, in the tokens' order; threads divide columns.
  private func scatter(
    _ embedded: UnsafePointer<Float>, of batch: PackedSequences, to gradient: UnsafeMutablePointer<Float>
  ) {
    let width = configuration.width
    let slice = 64
    pool.forEach((width + slice - 1) / slice) { index, _ in
      let start = index * slice
      let count = min(slice, width - start)
      for (position, token) in batch.tokens.enumerated() {
        let from = embedded + position * width + start
        let to = gradient + Int(token) * width + start
        forEachLanes(count) { offset, lanes in
          (Lanes.load(to + offset, lanes) + Lanes.load(from + offset, lanes)).store(to: to + offset, lanes)
        }
      }
    }
  }
}
