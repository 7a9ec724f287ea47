import Foundation

/// Cosines and sines of the rotary embedding (Su et al., https://arxiv.org/abs/2104.09864) by position.
///
/// Angles are products of single-precision numbers, as in `transformers`, so that both round alike.
package struct RotaryTable: Sendable {
  /// Half of a head's width: the number of angles at a position.
  package let half: Int
  /// The number of positions.
  package private(set) var length = 0
  private var table: [Float] = []
  private let frequencies: [Float]

  /// Creates a table without positions.
  package init(_ configuration: ModelConfiguration) {
    half = configuration.headWidth / 2
    let width = Double(configuration.headWidth)
    let theta = configuration.ropeTheta
    frequencies = (0..<half).map { Float(1 / pow(theta, Double(2 * $0) / width)) }
  }

  /// Makes sure that the table covers positions `0..<length`.
  package mutating func extend(to length: Int) {
    if length <= self.length { return }
    table.reserveCapacity(length * 2 * half)
    for position in self.length..<length {
      let angles = frequencies.map { Double(Float(position) * $0) }
      table.append(contentsOf: angles.map { Float(cos($0)) })
      table.append(contentsOf: angles.map { Float(sin($0)) })
    }
    self.length = length
  }

  /// Calls `body` with the table, `[length, 2, half]`: cosines, then sines of a position.
  package func withUnsafePointer<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    table.withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}
