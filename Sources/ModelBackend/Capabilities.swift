/// What a training backend does its own way, so that a loop can adapt to it.
public struct Capabilities: Sendable, Hashable {
  /// How a backend reduces the terms of a loss.
  public enum Reduction: String, Sendable, Hashable, Codable {
    /// Summed over all positions, as Tinker does.
    case sum
    /// Averaged over the positions of each sequence, then over sequences, as SkyRL's JAX backend does.
    case meanOfSequenceMeans
  }

  public var reduction: Reduction
  public var losses: Set<Loss.Kind>
  /// Whether `Loss.klCoefficient` is honoured; where not, it has to be 0.
  public var supportsKLInLoss: Bool
  /// Whether all weights can be trained, not only adapters.
  public var supportsFullFinetuning: Bool
  /// Whether the same seed gives the same bytes.
  public var isDeterministic: Bool
  /// Whether `AdamParameters.gradientDivisor` is honoured; where not, it has to be 1: see `prepared(_:loss:divisor:)`.
  public var supportsGradientDivisor: Bool

  /// Describes a backend.
  public init(
    reduction: Reduction, losses: Set<Loss.Kind>, supportsKLInLoss: Bool, supportsFullFinetuning: Bool,
    isDeterministic: Bool, supportsGradientDivisor: Bool = true
  ) {
    self.reduction = reduction
    self.losses = losses
    self.supportsKLInLoss = supportsKLInLoss
    self.supportsFullFinetuning = supportsFullFinetuning
    self.isDeterministic = isDeterministic
    self.supportsGradientDivisor = supportsGradientDivisor
  }
}
