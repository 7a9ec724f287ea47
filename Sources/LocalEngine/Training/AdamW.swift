import Foundation
import ModelBackend

/// AdamW (Loshchilov and Hutter, https://arxiv.org/abs/1711.05101) in one pass over gradient, moments and weights,
/// rounding as `torch.optim.AdamW` does.
struct AdamW {
  /// A stretch of the buffer that one thread updates at a time.
  private struct Piece {
    var range: Range<Int>
    var decays: Bool
  }

  private let pieces: [Piece]
  private static let pieceLength = 1 << 14

  /// Creates the optimizer of a buffer with these tensors; vectors do not decay.
  init(_ tensors: [TensorDescription]) {
    pieces = tensors.flatMap { tensor in
      stride(from: tensor.range.lowerBound, to: tensor.range.upperBound, by: Self.pieceLength).map { start in
        Piece(range: start..<min(start + Self.pieceLength, tensor.range.upperBound), decays: !tensor.isVector)
      }
    }
  }

  /// The Euclidean length of the gradient; summed piece by piece, in double precision between pieces.
  func norm(of gradient: AlignedFloats, pool: WorkerPool) -> Double {
    var squares = [Double](repeating: 0, count: pieces.count)
    gradient.withUnsafePointer { gradient in
      squares.withUnsafeMutableBufferPointer { squares in
        pool.forEach(pieces.count) { index, _ in
          let range = pieces[index].range
          let values = gradient + range.lowerBound
          var sum = Lanes.zero
          forEachLanes(range.count) { offset, lanes in
            let value = Lanes.load(values + offset, lanes)
            sum = sum.plus(value, times: value)
          }
          squares[index] = Double(sum.total)
        }
      }
    }
    return squares.reduce(0, +).squareRoot()
  }

  /// Divides and clips the gradient, moves the weights along it, and clears it.
  ///
  /// - Returns: the gradient's norm after the divisor and before clipping.
  func step(
    _ parameters: AdamParameters, gradient: inout AlignedFloats, weights: inout AlignedFloats,
    state: inout OptimizerState, pool: WorkerPool
  ) -> Float {
    let norm = norm(of: gradient, pool: pool) / Double(parameters.gradientDivisor)
    var factor = 1 / Double(parameters.gradientDivisor)
    if parameters.maximumGradientNorm > 0 {
      // The small number is that of `torch.nn.utils.clip_grad_norm_`.
      factor *= min(1, Double(parameters.maximumGradientNorm) / (norm + 1e-6))
    }
    state.step += 1
    move(
      parameters, factor: Float(factor), gradient: &gradient, weights: &weights, state: &state, pool: pool)
    return Float(norm)
  }

  private func move(
    _ parameters: AdamParameters, factor: Float, gradient: inout AlignedFloats, weights: inout AlignedFloats,
    state: inout OptimizerState, pool: WorkerPool
  ) {
    let correction1 = 1 - pow(Double(parameters.beta1), Double(state.step))
    let correction2 = 1 - pow(Double(parameters.beta2), Double(state.step))
    let stepSize = Lanes(repeating: Float(Double(parameters.learningRate) / correction1))
    let root2 = Lanes(repeating: Float(correction2.squareRoot()))
    let beta1 = Lanes(repeating: parameters.beta1)
    let beta2 = Lanes(repeating: parameters.beta2)
    let kept = Float(1 - Double(parameters.learningRate) * Double(parameters.weightDecay))
    gradient.withUnsafeMutablePointer { gradient in
      weights.withUnsafeMutablePointer { weights in
        state.firstMoment.withUnsafeMutablePointer { first in
          state.secondMoment.withUnsafeMutablePointer { second in
            pool.forEach(pieces.count) { index, _ in
              let piece = pieces[index]
              let start = piece.range.lowerBound
              let decay = Lanes(repeating: piece.decays ? kept : 1)
              forEachLanes(piece.range.count) { offset, lanes in
                let place = start &+ offset
                let slope = Lanes.load(gradient + place, lanes) * factor
                let mean = Lanes.load(first + place, lanes)
                let newMean = mean.plus(slope - mean, times: 1 - beta1)
                let square = (Lanes.load(second + place, lanes) * beta2).plus(slope * slope, times: 1 - beta2)
                let denominator = square.squareRoot() / root2 + parameters.epsilon
                let weight = Lanes.load(weights + place, lanes) * decay - stepSize * newMean / denominator
                weight.store(to: weights + place, lanes)
                newMean.store(to: first + place, lanes)
                square.store(to: second + place, lanes)
                Lanes.zero.store(to: gradient + place, lanes)
              }
            }
          }
        }
      }
    }
  }
}
