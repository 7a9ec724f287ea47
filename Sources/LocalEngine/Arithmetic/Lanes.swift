/// Sixteen floats that are computed together: one AVX-512 register, two of AVX2, four of NEON.
package typealias Lanes = SIMD16<Float>

extension SIMD16<Float> {
  /// Sixteen floats from memory of any alignment.
  @inline(__always)
  package static func load(_ address: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
  }

  /// The first `width` floats from memory, the rest filled; reads nothing behind them.
  @inline(__always)
  package static func load(_ address: UnsafePointer<Float>, _ width: Int, filling: Float = 0) -> Lanes {
    if width == 16 { return load(address) }
    var result = Lanes(repeating: filling)
    for lane in 0..<width { result[lane] = address[lane] }
    return result
  }

  /// Writes all lanes.
  @inline(__always)
  package func store(to address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Lanes.self)
  }

  /// Writes the first `width` lanes and nothing behind them.
  @inline(__always)
  package func store(to address: UnsafeMutablePointer<Float>, _ width: Int) {
    if width == 16 { return store(to: address) }
    for lane in 0..<width { address[lane] = self[lane] }
  }

  /// The sum of all lanes, by halving (`sum()` adds one lane after the other).
  @inline(__always)
  package var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The larger of two numbers in every lane; without the care for NaN that `pointwiseMax` takes lane by lane.
  @inline(__always)
  package func larger(_ other: Lanes) -> Lanes {
    replacing(with: other, where: other .> self)
  }

  /// The largest of all lanes.
  @inline(__always)
  package var largest: Float {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two.x > two.y ? two.x : two.y
  }

  /// `self + a · b`, rounded once.
  @inline(__always)
  package func plus(_ a: Lanes, times b: Lanes) -> Lanes {
    addingProduct(a, b)
  }

  /// eˣ in every lane, within two units in the last place between −87 and 88 and clamped to these bounds.
  ///
  /// Cephes' `expf`: x = n·ln 2 + r, a polynomial for eʳ, and n put into the exponent's bits.
  @inline(__always)
  package var exponential: Lanes {
    var x = replacing(with: -87, where: self .< Lanes(repeating: -87))
    x = x.replacing(with: 88, where: x .> Lanes(repeating: 88))
    // Adding 1.5 · 2²³ leaves the nearest integer in the low bits of the mantissa.
    let shift = Lanes(repeating: 12_582_912)
    let shifted = shift.plus(x, times: Lanes(repeating: 1.442_695_04))
    let n = shifted - shift
    var r = x.plus(n, times: Lanes(repeating: -0.693_359_375))
    r = r.plus(n, times: Lanes(repeating: 2.121_944_40e-4))
    var p = Lanes(repeating: 1.987_569_15e-4)
    p = Lanes(repeating: 1.398_199_950_7e-3).plus(p, times: r)
    p = Lanes(repeating: 8.333_451_907_3e-3).plus(p, times: r)
    p = Lanes(repeating: 4.166_579_589_4e-2).plus(p, times: r)
    p = Lanes(repeating: 1.666_666_545_9e-1).plus(p, times: r)
    p = Lanes(repeating: 5.000_000_120_1e-1).plus(p, times: r)
    p = (r + 1).plus(p, times: r * r)
    let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ exponent, to: Lanes.self)
  }

  /// 1 / (1 + e⁻ˣ) in every lane.
  @inline(__always)
  package var sigmoid: Lanes {
    1 / (1 + (-self).exponential)
  }
}

/// Calls `body` for every sixteen elements of `0..<count`, and once with a smaller width for what is left.
@inline(__always)
package func forEachLanes(_ count: Int, _ body: (_ offset: Int, _ width: Int) -> Void) {
  let whole = count & ~15
  var offset = 0
  while offset < whole {
    body(offset, 16)
    offset &+= 16
  }
  if offset < count { body(offset, count &- whole) }
}
