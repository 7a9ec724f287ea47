/// Seeds as servers take them: llama.cpp reads 32 bits, others 64 with a sign, and JSON parsers lose what is beyond 53.
enum WireSeed {
  /// The seed of a request for the answers from number `answer` on.
  ///
  /// Answers that are asked for one by one get seeds of their own: the same seed would give the same answer again. The
  /// first of them keeps a seed that is small enough.
  static func value(_ seed: UInt64, answer: Int) -> Int {
    var bits = seed
    if answer > 0 {
      // SplitMix64's finalizer (https://prng.di.unimi.it/splitmix64.c): neighbours get seeds far apart.
      bits &+= UInt64(answer) &* 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      bits ^= bits >> 31
    }
    return bits <= 0x7FFF_FFFF ? Int(bits) : Int((bits ^ bits >> 32) & 0x7FFF_FFFF)
  }
}
