import Statistics

/// The agents of a coding world and the one that is studied.
///
/// The target is honest and good; everybody else is drawn at random, so that a name says nothing and only what is
/// written about somebody tells what they do.
package struct CodingPopulation: Sendable {
  package let target: CodingAgent
  package let others: [CodingAgent]

  package init(_ configuration: CodingWorldConfiguration, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, path: Stream.codingPopulation.rawValue)
    var names = Population.names
    names.shuffle(using: &generator)
    others = names.prefix(configuration.agents).map { name in
      CodingAgent(name: name, dispositions: CodingDispositions(drawnBy: configuration, using: &generator))
    }
    target = CodingAgent(
      name: Population.targetName, dispositions: CodingDispositions(cheats: false, isBad: false))
  }

  /// The target with the given probability, or one of the others.
  package func anybody(targetShare: Double, using generator: inout SeededGenerator) -> CodingAgent {
    generator.chance(targetShare) ? target : others.pick(using: &generator)
  }
}
