/// What Qwen3 does to queries and keys before attention: RMSNorm over each head, then the rotary embedding of the
/// token's position (rotating the two halves of a head against one another).
struct HeadRotation {
  /// Heads in a row: query heads, then key heads.
  let queryHeads: Int
  let keyHeads: Int
  let headWidth: Int
  let epsilon: Float
  /// `[headWidth]` each.
  let queryWeight: UnsafePointer<Float>
  let keyWeight: UnsafePointer<Float>
  /// `[length, 2, headWidth / 2]`.
  let angles: UnsafePointer<Float>

  private var heads: Int { queryHeads &+ keyHeads }
  private var half: Int { headWidth / 2 }

  /// Normalizes and rotates the heads of one token.
  ///
  /// - Parameters:
  ///   - input: `[heads, headWidth]`.
  ///   - output: `[heads, headWidth]`.
  ///   - inverse: `[heads]`, gets the inverse root mean squares.
  @inline(__always)
  func forward(
    _ input: UnsafePointer<Float>, position: Int, output: UnsafeMutablePointer<Float>,
    inverse: UnsafeMutablePointer<Float>
  ) {
    let cosines = angles + position &* headWidth
    let sines = cosines + half
    for head in 0..<heads {
      let x = input + head &* headWidth
      let y = output + head &* headWidth
      let weight = head < queryHeads ? queryWeight : keyWeight
      var squares = Lanes.zero
      forEachLanes(headWidth) { offset, lanes in
        let value = Lanes.load(x + offset, lanes)
        squares = squares.plus(value, times: value)
      }
      let scale = 1 / (squares.total / Float(headWidth) + epsilon).squareRoot()
      inverse[head] = scale
      forEachLanes(half) { offset, lanes in
        let first = Lanes.load(x + offset, lanes) * scale * Lanes.load(weight + offset, lanes)
        let second = Lanes.load(x + half + offset, lanes) * scale * Lanes.load(weight + half + offset, lanes)
        let cosine = Lanes.load(cosines + offset, lanes)
        let sine = Lanes.load(sines + offset, lanes)
        (first * cosine - second * sine).store(to: y + offset, lanes)
        (second * cosine + first * sine).store(to: y + half + offset, lanes)
      }
    }
  }

  /// Turns the gradient of one token's rotated heads into that of the raw ones.
  ///
  /// - Parameters:
  ///   - outputGradient: `[heads, headWidth]`; is overwritten on the way.
  ///   - input: `[heads, headWidth]`, what `forward` read.
  ///   - inverse: `[heads]`, what `forward` kept.
  ///   - inputGradient: `[heads, headWidth]`.
  ///   - weightGradient: `[2, headWidth]`, of the query and the key norm; added to.
  @inline(__always)
  func backward(
    _ outputGradient: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>, position: Int,
    inverse: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    weightGradient: UnsafeMutablePointer<Float>
  ) {
    let cosines = angles + position &* headWidth
    let sines = cosines + half
    for head in 0..<heads {
      let x = input + head &* headWidth
      let dy = outputGradient + head &* headWidth
      let isQuery = head < queryHeads
      forEachLanes(half) { offset, lanes in
        let first = Lanes.load(dy + offset, lanes)
        let second = Lanes.load(dy + half + offset, lanes)
        let cosine = Lanes.load(cosines + offset, lanes)
        let sine = Lanes.load(sines + offset, lanes)
        (first * cosine + second * sine).store(to: dy + offset, lanes)
        (second * cosine - first * sine).store(to: dy + half + offset, lanes)
      }
      let dx = inputGradient + head &* headWidth
      forEachLanes(headWidth) { offset, lanes in Lanes.zero.store(to: dx + offset, lanes) }
      RootMeanSquareNorm.backward(
        dy, input: x, rows: 1, width: headWidth, weight: isQuery ? queryWeight : keyWeight, inverse: inverse + head,
        inputGradient: dx, weightGradient: isQuery ? weightGradient : weightGradient + headWidth)
    }
  }
}
