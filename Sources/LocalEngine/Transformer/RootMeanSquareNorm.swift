/// RMSNorm (Zhang and Sennrich, https://arxiv.org/abs/1910.07467): `y = w · x / √(mean(x²) + ε)`.
enum RootMeanSquareNorm {
  /// Normalizes `rows` rows of `width` floats.
  ///
  /// - Parameters:
  ///   - input: `[rows, width]`.
  ///   - weight: `[width]`.
  ///   - output: `[rows, width]`.
  ///   - inverse: `[rows]`, gets `1 / √(mean(x²) + ε)`, which the backward pass needs.
  ///   - copy: `[rows, width]`, gets the input once more where a residual is to be added to it.
  static func forward(
    _ input: UnsafePointer<Float>, rows: Int, width: Int, weight: UnsafePointer<Float>, epsilon: Float,
    output: UnsafeMutablePointer<Float>, inverse: UnsafeMutablePointer<Float>, copy: UnsafeMutablePointer<Float>?
  ) {
    for row in 0..<rows {
      let x = input + row &* width
      let y = output + row &* width
      var squares = Lanes.zero
      forEachLanes(width) { offset, lanes in
        let value = Lanes.load(x + offset, lanes)
        squares = squares.plus(value, times: value)
      }
      let scale = 1 / (squares.total / Float(width) + epsilon).squareRoot()
      inverse[row] = scale
      if let copy {
        let kept = copy + row &* width
        forEachLanes(width) { offset, lanes in
          let value = Lanes.load(x + offset, lanes)
          value.store(to: kept + offset, lanes)
          (value * scale * Lanes.load(weight + offset, lanes)).store(to: y + offset, lanes)
        }
      } else {
        forEachLanes(width) { offset, lanes in
          (Lanes.load(x + offset, lanes) * scale * Lanes.load(weight + offset, lanes)).store(to: y + offset, lanes)
        }
      }
    }
  }

  /// Computes the output again from what `forward` kept.
  static func again(
    _ input: UnsafePointer<Float>, rows: Int, width: Int, weight: UnsafePointer<Float>,
    inverse: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let x = input + row &* width
      let y = output + row &* width
      let scale = inverse[row]
      forEachLanes(width) { offset, lanes in
        (Lanes.load(x + offset, lanes) * scale * Lanes.load(weight + offset, lanes)).store(to: y + offset, lanes)
      }
    }
  }

  /// Adds the gradient with respect to the input to `inputGradient`, and that of the weight to `weightGradient`.
  ///
  /// - Parameters:
  ///   - outputGradient: `[rows, width]`.
  ///   - inputGradient: `[rows, width]`; added to.
  ///   - weightGradient: `[width]`; added to.
  static func backward(
    _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int, width: Int,
    weight: UnsafePointer<Float>, inverse: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    weightGradient: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let x = input + row &* width
      let dy = outputGradient + row &* width
      let dx = inputGradient + row &* width
      let scale = inverse[row]
      var product = Lanes.zero
      forEachLanes(width) { offset, lanes in
        let value = Lanes.load(x + offset, lanes)
        let gradient = Lanes.load(dy + offset, lanes)
        let weighted = gradient * Lanes.load(weight + offset, lanes)
        product = product.plus(weighted, times: value)
        Lanes.load(weightGradient + offset, lanes).plus(gradient, times: value * scale)
          .store(to: weightGradient + offset, lanes)
      }
      let pull = -product.total * scale * scale * scale / Float(width)
      forEachLanes(width) { offset, lanes in
        let weighted = Lanes.load(dy + offset, lanes) * Lanes.load(weight + offset, lanes)
        let gradient = (weighted * scale).plus(Lanes.load(x + offset, lanes), times: Lanes(repeating: pull))
        (Lanes.load(dx + offset, lanes) + gradient).store(to: dx + offset, lanes)
      }
    }
  }
}
