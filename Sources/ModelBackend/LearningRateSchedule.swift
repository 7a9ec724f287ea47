import Foundation

/// The learning rate of each step: linear warm-up, then a decay to a fraction of the peak.
public struct LearningRateSchedule: Sendable, Hashable, Codable {
  /// The form of the decay.
  public enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
    case constant
    case linear
    case cosine
  }

  public var peak: Float
  public var shape: Shape
  /// Steps of linear warm-up at the beginning.
  public var warmUpSteps: Int
  /// The learning rate at the end as a fraction of the peak.
  public var finalFraction: Float

  /// Creates a schedule.
  public init(peak: Float, shape: Shape = .constant, warmUpSteps: Int = 0, finalFraction: Float = 0) {
    self.peak = peak
    self.shape = shape
    self.warmUpSteps = warmUpSteps
    self.finalFraction = finalFraction
  }

  /// The learning rate of step `step` (from zero) out of `steps`.
  public func rate(at step: Int, of steps: Int) -> Float {
    if step < warmUpSteps { return peak * Float(step + 1) / Float(warmUpSteps) }
    let progress = Double(step - warmUpSteps) / Double(max(1, steps - warmUpSteps))
    let remaining: Double =
      switch shape {
      case .constant: 1
      case .linear: 1 - progress
      case .cosine: (1 + cos(.pi * progress)) / 2
      }
    return peak * (finalFraction + (1 - finalFraction) * Float(remaining))
  }
}
