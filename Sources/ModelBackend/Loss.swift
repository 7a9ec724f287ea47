/// What a training step minimizes: the sum over all positions of `weight × term`, never a mean.
///
/// With `ratio = exp(logprob − samplerLogprob)` and advantage `A`, the terms are those of Tinker's API:
///
/// | kind | term |
/// |---|---|
/// | `crossEntropy` | `−logprob` |
/// | `importanceSampling` | `−ratio · A` |
/// | `ppo` | `−min(ratio · A, clamp(ratio, clipLow, clipHigh) · A)` |
/// | `cispo` | `−stopGradient(clamp(ratio, clipLow, clipHigh)) · A · logprob` |
///
/// A positive `klCoefficient` β adds β times Schulman's k3 estimator of the divergence from the reference,
/// `exp(r) − r − 1` with `r = referenceLogprob − logprob` (http://joschu.net/blog/kl-approx.html).
public struct Loss: Sendable, Hashable, Codable {
  /// The losses, by Tinker's names.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case crossEntropy = "cross_entropy"
    case importanceSampling = "importance_sampling"
    case ppo
    case cispo
  }

  public var kind: Kind
  /// Lower bound of the ratio: an absolute value, not a distance from one.
  public var clipLow: Float
  /// Upper bound of the ratio: an absolute value, not a distance from one.
  public var clipHigh: Float
  /// β, the weight of the KL term.
  public var klCoefficient: Float

  /// Creates a loss.
  public init(_ kind: Kind, clipLow: Float = 0.8, clipHigh: Float = 1.2, klCoefficient: Float = 0) {
    self.kind = kind
    self.clipLow = clipLow
    self.clipHigh = clipHigh
    self.klCoefficient = klCoefficient
  }
}
