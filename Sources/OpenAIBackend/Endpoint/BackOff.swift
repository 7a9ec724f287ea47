/// How long to wait before a request is repeated: exponential back-off with full jitter
/// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
struct BackOff {
  var first: Double
  var longest: Double

  /// - Parameters:
  ///   - attempt: the attempts that have failed, at least one.
  ///   - asked: what the server asks to wait: never less is waited, and a little chance is put on top, so that those who
  ///     were told the same do not all come back at once.
  ///   - chance: a number from 0 to 1.
  func wait(after attempt: Int, asked: Duration?, chance: Double) -> Duration {
    let bound = min(longest, first * Double(sign: .plus, exponent: min(attempt - 1, 60), significand: 1))
    if let asked { return asked + .seconds(chance * min(bound, first)) }
    return .seconds(chance * bound)
  }
}
