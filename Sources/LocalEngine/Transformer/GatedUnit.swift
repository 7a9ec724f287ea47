/// SwiGLU (Shazeer, https://arxiv.org/abs/2002.05202): `h = silu(gate) · up` with `silu(x) = x · σ(x)`.
enum GatedUnit {
  /// Computes `rows` rows of hidden values, `[rows, width]`, from gate and up side by side, `[rows, 2 · width]`.
  static func forward(
    _ gateUp: UnsafePointer<Float>, rows: Int, width: Int, hidden: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let gates = gateUp + row &* 2 &* width
      let ups = gates + width
      let output = hidden + row &* width
      forEachLanes(width) { offset, lanes in
        let gate = Lanes.load(gates + offset, lanes)
        (gate * gate.sigmoid * Lanes.load(ups + offset, lanes)).store(to: output + offset, lanes)
      }
    }
  }

  /// Computes the gradients of gate and up, and the hidden values again, which the next map's gradient needs.
  ///
  /// - Parameters:
  ///   - gateUp: `[rows, 2 · width]`.
  ///   - hidden: `[rows, width]`; holds the hidden values' gradient before and the hidden values after.
  ///   - gradient: `[rows, 2 · width]`.
  static func backward(
    _ gateUp: UnsafePointer<Float>, rows: Int, width: Int, hidden: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let gates = gateUp + row &* 2 &* width
      let ups = gates + width
      let hiddens = hidden + row &* width
      let gateGradient = gradient + row &* 2 &* width
      let upGradient = gateGradient + width
      forEachLanes(width) { offset, lanes in
        let slopes = slopes(
          gate: Lanes.load(gates + offset, lanes), up: Lanes.load(ups + offset, lanes),
          incoming: Lanes.load(hiddens + offset, lanes))
        slopes.hidden.store(to: hiddens + offset, lanes)
        slopes.gate.store(to: gateGradient + offset, lanes)
        slopes.up.store(to: upGradient + offset, lanes)
      }
    }
  }

  @inline(__always)
  private static func slopes(gate: Lanes, up: Lanes, incoming: Lanes) -> (hidden: Lanes, gate: Lanes, up: Lanes) {
    let sigmoid = gate.sigmoid
    let silu = gate * sigmoid
    // d silu / d gate = σ + silu · (1 − σ)
    let slope = sigmoid.plus(silu, times: 1 - sigmoid)
    return (silu * up, incoming * up * slope, incoming * silu)
  }
}
