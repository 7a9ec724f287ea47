import Foundation
import Statistics

/// The weights of a model in one contiguous, cache-line-aligned buffer, with value semantics.
///
/// The same type holds gradients and the optimizer's moments, which have the same layout.
public struct ModelWeights: Sendable {
  /// The shape of the model.
  public let configuration: ModelConfiguration
  /// Where each tensor lies.
  public let layout: ParameterLayout
  /// The floats, `[layout.count]`; gaps between tensors are zero and stay zero.
  public var values: AlignedFloats

  /// Creates weights that are all zero.
  public init(zeros configuration: ModelConfiguration) {
    self.configuration = configuration
    layout = ParameterLayout(configuration)
    values = AlignedFloats(count: layout.count)
  }

  /// Draws fresh weights as `transformers` does: matrices from a normal distribution of standard deviation
  /// `initializerRange`, norms one.
  public init(random configuration: ModelConfiguration, seed: UInt64) {
    self.init(zeros: configuration)
    let deviation = configuration.initializerRange
    let tensors = layout.tensors
    values.withUnsafeMutablePointer { values in
      for (index, tensor) in tensors.enumerated() {
        if tensor.isVector {
          for element in tensor.range { values[element] = 1 }
        } else {
          var generator = SeededGenerator(seed: seed, path: UInt64(index))
          for element in tensor.range { values[element] = deviation * generator.nextNormal() }
        }
      }
    }
  }

  /// The floats of the tensor of this name, row-major; `nil` where the model has no such tensor.
  public subscript(name: String) -> [Float]? {
    guard let tensor = layout.tensor(named: name) else { return nil }
    return values.withUnsafePointer { Array(UnsafeBufferPointer(start: $0 + tensor.offset, count: tensor.count)) }
  }
}

extension SeededGenerator {
  /// A number drawn from the standard normal distribution (Box and Muller's transform).
  mutating func nextNormal() -> Float {
    let radius = sqrt(-2 * log(1 - nextUnit()))
    return Float(radius * cos(2 * .pi * nextUnit()))
  }
}
