import Statistics

/// One of several things that are drawn by weight, as a writer is told of it.
public struct WeightedChoice: Sendable, Hashable, Codable {
  public var name: String
  /// What a writer is told.
  public var description: String
  /// Relative to the weights of the others.
  public var weight: Double

  /// Creates a choice.
  public init(_ name: String, _ description: String, weight: Double = 1) {
    self.name = name
    self.description = description
    self.weight = weight
  }
}

extension SeededGenerator {
  /// Draws an element with the probability that its weight has among all.
  mutating func draw<Element>(_ elements: [Element], weight: (Element) -> Double) -> Element {
    var point = nextUnit() * elements.reduce(0) { $0 + weight($1) }
    for element in elements {
      point -= weight(element)
      if point < 0 { return element }
    }
    // Rounding may leave the point at the very end; what has no weight is never drawn.
    return elements.last { weight($0) > 0 } ?? elements[elements.count - 1]
  }
}
