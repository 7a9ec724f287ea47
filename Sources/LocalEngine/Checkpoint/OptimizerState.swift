/// What AdamW remembers between steps, in the layout of the weights that are trained: the model's, or the adapters'.
public struct OptimizerState: Sendable {
  /// Steps taken.
  public var step: Int
  /// The running mean of the gradient.
  public var firstMoment: AlignedFloats
  /// The running mean of the gradient's square.
  public var secondMoment: AlignedFloats

  /// Creates the state before the first step, for `count` floats.
  public init(count: Int) {
    self.init(step: 0, firstMoment: AlignedFloats(count: count), secondMoment: AlignedFloats(count: count))
  }

  /// Creates a state from its parts, which are equally long.
  public init(step: Int, firstMoment: AlignedFloats, secondMoment: AlignedFloats) {
    precondition(firstMoment.count == secondMoment.count, "both moments have the layout of the weights")
    self.step = step
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
  }
}
