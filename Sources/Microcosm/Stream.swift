import Statistics

/// The first element of the path of every random stream in this room: no two kinds of draws share one.
enum Stream: UInt64 {
  case population = 1
  case topics
  case pretraining
  case documents
  case warmUp
  case codingPopulation
  case codingTasks
  case codingPretraining
}

extension SeededGenerator {
  /// `true` with the given probability.
  mutating func chance(_ probability: Double) -> Bool {
    nextUnit() < probability
  }
}

extension Array {
  /// An element drawn uniformly from an array that is known to hold one.
  func pick(using generator: inout SeededGenerator) -> Element {
    self[Int.random(in: indices, using: &generator)]
  }
}
