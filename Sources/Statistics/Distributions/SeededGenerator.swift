/// A reproducible source of randomness: xoshiro256** seeded through SplitMix64
/// (Blackman and Vigna, https://prng.di.unimi.it).
///
/// Independent streams come from a seed and a path, so that any piece of work can draw its own randomness
/// without reference to what was drawn before it:
///
///     var generator = SeededGenerator(seed: 7, path: 3, 12)  // say, arm 3, step 12
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates the stream that belongs to `seed` and `path`.
  public init(seed: UInt64, path: UInt64...) {
    self.init(seed: seed, path: path)
  }

  /// Creates the stream that belongs to `seed` and `path`.
  public init(seed: UInt64, path: [UInt64]) {
    var mixed = SplitMix64(state: seed)
    for element in path {
      mixed = SplitMix64(state: mixed.next() ^ (element &* 0xD6E8_FEB8_6659_FD93))
    }
    state = (mixed.next(), mixed.next(), mixed.next(), mixed.next())
  }

  public mutating func next() -> UInt64 {
    let result = Self.rotate(state.1 &* 5, 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotate(state.3, 45)
    return result
  }

  /// A number drawn uniformly from `0..<1`, with 53 random bits.
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}

private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
