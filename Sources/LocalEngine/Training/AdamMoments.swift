/// The state of AdamW between steps: running means of the gradient and of its square, in the layout of what is
/// trained, and the number of steps taken.
public struct AdamMoments: Sendable {
  /// Running mean of the gradient (`exp_avg` in PyTorch).
  public var first: AlignedFloats
  /// Running mean of the squared gradient (`exp_avg_sq`).
  public var second: AlignedFloats
  /// Steps taken.
  public var stepCount: Int

  /// The state before the first step of a buffer of `count` floats.
  public init(count: Int) {
    first = AlignedFloats(count: count)
    second = AlignedFloats(count: count)
    stepCount = 0
  }
}
