import Microcosm

/// The settings of the world that a stage takes place in, written as they are.
enum WorldConfiguration: Sendable, Hashable, Encodable {
  case microcosm(MicrocosmConfiguration)
  case coding(CodingWorldConfiguration)

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .microcosm(let configuration): try configuration.encode(to: encoder)
    case .coding(let configuration): try configuration.encode(to: encoder)
    }
  }

  /// The coding world, where it is one.
  var coding: CodingWorldConfiguration? {
    if case .coding(let configuration) = self { configuration } else { nil }
  }
}

extension CodingWorldConfiguration {
  /// Names the population that base models are raised in.
  var population: String { "correlation-\(correlation)" }
}
