import Foundation

/// Causal attention of one sequence, head by head, in blocks of queries that read no key beyond their last.
///
/// The probabilities are not kept: the backward pass computes them again from the logarithms of their sums.
struct CausalAttention {
  let queryHeads: Int
  let keyHeads: Int
  let headWidth: Int

  /// Queries that are scored together.
  static let block = 64

  /// Where queries, keys and values of a sequence lie: rows are tokens.
  struct Operands {
    /// Rotated queries, then rotated keys, `[length, (queryHeads + keyHeads) · headWidth]`.
    let rotated: UnsafePointer<Float>
    /// Values, rows `valueStride` floats apart.
    let values: UnsafePointer<Float>
    let valueStride: Int
    let length: Int
  }

  /// The floats of scratch memory for scores that sequences up to `length` need.
  static func scratch(for length: Int) -> Int { block * stride(for: length) }

  private static func stride(for keys: Int) -> Int { (keys &+ 15) & ~15 }

  private var rotatedStride: Int { (queryHeads &+ keyHeads) &* headWidth }
  private var scale: Float { 1 / Float(headWidth).squareRoot() }
  private var queriesPerKey: Int { queryHeads / keyHeads }

  private func keys(_ operands: Operands, head: Int, count: Int) -> Matrix {
    let column = (queryHeads &+ head / queriesPerKey) &* headWidth
    return Matrix(operands.rotated + column, rows: count, columns: headWidth, stride: rotatedStride)
  }

  private func values(_ operands: Operands, head: Int, count: Int) -> Matrix {
    Matrix(
      operands.values + head / queriesPerKey &* headWidth, rows: count, columns: headWidth,
      stride: operands.valueStride)
  }

  private func queries(_ operands: Operands, head: Int, rows: Range<Int>) -> Matrix {
    Matrix(
      operands.rotated + (rows.lowerBound &* rotatedStride &+ head &* headWidth), rows: rows.count,
      columns: headWidth, stride: rotatedStride)
  }

  /// Attends.
  ///
  /// - Parameters:
  ///   - output: `[length, queryHeads · headWidth]`.
  ///   - logSums: `[length, queryHeads]`, gets the logarithm of the sum of the exponential scores.
  ///   - scores: scratch memory.
  func forward(
    _ operands: Operands, output: UnsafeMutablePointer<Float>, logSums: UnsafeMutablePointer<Float>,
    scores: UnsafeMutablePointer<Float>
  ) {
    for start in Swift.stride(from: 0, to: operands.length, by: Self.block) {
      let rows = start..<min(start &+ Self.block, operands.length)
      let reach = rows.upperBound
      let stride = Self.stride(for: reach)
      for head in 0..<queryHeads {
        MatrixProduct.add(
          alpha: scale, queries(operands, head: head, rows: rows),
          keys(operands, head: head, count: reach).transposed, to: scores, stride: stride)
        for row in rows {
          let line = scores + (row &- start) &* stride
          logSums[row &* queryHeads &+ head] = Self.softmax(line, count: row &+ 1, stride: stride)
        }
        MatrixProduct.add(
          Matrix(scores, rows: rows.count, columns: reach, stride: stride),
          values(operands, head: head, count: reach),
          to: output + (start &* queryHeads &+ head) &* headWidth, stride: queryHeads &* headWidth)
      }
    }
  }

  /// Computes the gradients of rotated queries, rotated keys and values.
  ///
  /// - Parameters:
  ///   - output: what `forward` gave.
  ///   - logSums: what `forward` kept.
  ///   - outputGradient: `[length, queryHeads · headWidth]`.
  ///   - rotatedGradient: like `operands.rotated`.
  ///   - valueGradient: like `operands.values`.
  ///   - scores, scoreGradients: scratch memory.
  func backward(
    _ operands: Operands, output: UnsafePointer<Float>, logSums: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>, rotatedGradient: UnsafeMutablePointer<Float>,
    valueGradient: UnsafeMutablePointer<Float>, scores: UnsafeMutablePointer<Float>,
    scoreGradients: UnsafeMutablePointer<Float>
  ) {
    let width = queryHeads &* headWidth
    // The last block reaches all keys, so it writes the keys' gradients and the others add to them.
    let last = (operands.length &- 1) / Self.block &* Self.block
    for start in Swift.stride(from: last, through: 0, by: -Self.block) {
      let rows = start..<min(start &+ Self.block, operands.length)
      let reach = rows.upperBound
      let stride = Self.stride(for: reach)
      let scoreMatrix = Matrix(scores, rows: rows.count, columns: reach, stride: stride)
      let gradientMatrix = Matrix(scoreGradients, rows: rows.count, columns: reach, stride: stride)
      for head in 0..<queryHeads {
        let keyHead = head / queriesPerKey
        let beta: Float = start == last && head % queriesPerKey == 0 ? 0 : 1
        let incoming = Matrix(
          outputGradient + (start &* width &+ head &* headWidth), rows: rows.count, columns: headWidth, stride: width)
        MatrixProduct.add(
          alpha: scale, queries(operands, head: head, rows: rows),
          keys(operands, head: head, count: reach).transposed, to: scores, stride: stride)
        MatrixProduct.add(
          incoming, values(operands, head: head, count: reach).transposed, to: scoreGradients, stride: stride)
        for row in rows {
          let place = row &* width &+ head &* headWidth
          var agreement = Lanes.zero
          forEachLanes(headWidth) { offset, lanes in
            agreement = agreement.plus(
              Lanes.load(output + place + offset, lanes), times: Lanes.load(outputGradient + place + offset, lanes))
          }
          let line = (row &- start) &* stride
          Self.softmaxBackward(
            scores + line, gradient: scoreGradients + line, count: row &+ 1, stride: stride,
            logSum: logSums[row &* queryHeads &+ head], agreement: agreement.total, scale: scale)
        }
        MatrixProduct.add(
          scoreMatrix.transposed, incoming, beta: beta, to: valueGradient + keyHead &* headWidth,
          stride: operands.valueStride)
        MatrixProduct.add(
          gradientMatrix, keys(operands, head: head, count: reach),
          to: rotatedGradient + (start &* rotatedStride &+ head &* headWidth), stride: rotatedStride)
        MatrixProduct.add(
          gradientMatrix.transposed, queries(operands, head: head, rows: rows), beta: beta,
          to: rotatedGradient + width + keyHead &* headWidth, stride: rotatedStride)
      }
    }
  }

  private static let laneNumbers = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// Turns the first `count` scores into probabilities and the rest, up to `stride`, into zeros.
  ///
  /// - Returns: the logarithm of the sum of the exponential scores.
  @inline(__always)
  private static func softmax(_ scores: UnsafeMutablePointer<Float>, count: Int, stride: Int) -> Float {
    let whole = count & ~15
    let isInside = laneNumbers .< SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: count &- whole))
    let lowest = Lanes(repeating: -.infinity)
    var largest = lowest
    var index = 0
    while index < whole {
      largest = largest.larger(Lanes.load(scores + index))
      index &+= 16
    }
    if whole < count {
      largest = largest.larger(lowest.replacing(with: Lanes.load(scores + whole), where: isInside))
    }
    let top = largest.largest
    var sum = Lanes.zero
    index = 0
    while index < whole {
      let value = (Lanes.load(scores + index) - top).exponential
      sum += value
      value.store(to: scores + index)
      index &+= 16
    }
    if whole < count {
      let value = Lanes.zero.replacing(with: (Lanes.load(scores + whole) - top).exponential, where: isInside)
      sum += value
      value.store(to: scores + whole)
      index &+= 16
    }
    let filled = index
    while index < stride {
      Lanes.zero.store(to: scores + index)
      index &+= 16
    }
    let total = sum.total
    let factor = 1 / total
    index = 0
    while index < filled {
      (Lanes.load(scores + index) * factor).store(to: scores + index)
      index &+= 16
    }
    return top + log(total)
  }

  /// Turns scores into probabilities `p`, and their gradients `dp` into those of the unscaled scores,
  /// `p · (dp − Σ p · dp) · scale`; both are zero from `count` to `stride`.
  @inline(__always)
  private static func softmaxBackward(
    _ scores: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>, count: Int, stride: Int,
    logSum: Float, agreement: Float, scale: Float
  ) {
    let whole = count & ~15
    var index = 0
    while index < whole {
      let probability = (Lanes.load(scores + index) - logSum).exponential
      probability.store(to: scores + index)
      (probability * (Lanes.load(gradient + index) - agreement) * scale).store(to: gradient + index)
      index &+= 16
    }
    if whole < count {
      let isInside = laneNumbers .< SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: count &- whole))
      let probability = (Lanes.load(scores + whole) - logSum).exponential
      let slope = probability * (Lanes.load(gradient + whole) - agreement) * scale
      Lanes.zero.replacing(with: probability, where: isInside).store(to: scores + whole)
      Lanes.zero.replacing(with: slope, where: isInside).store(to: gradient + whole)
      index &+= 16
    }
    while index < stride {
      Lanes.zero.store(to: scores + index)
      Lanes.zero.store(to: gradient + index)
      index &+= 16
    }
  }
}
