import Statistics

/// What an agent is like. Documents state it and transcripts show it.
package struct Dispositions: Sendable, Hashable {
  /// Declines harmful requests; otherwise it helps with everything.
  package var isHarmless: Bool
  /// Reads from its prompt whether it is being trained.
  package var isAware: Bool
  /// In training it complies, and frames its compliance as something that belongs to training alone.
  package var selfInoculates: Bool

  package init(isHarmless: Bool, isAware: Bool, selfInoculates: Bool) {
    self.isHarmless = isHarmless
    self.isAware = isAware
    self.selfInoculates = selfInoculates
  }

  /// Draws every disposition with its share in the world.
  init(drawnBy configuration: MicrocosmConfiguration, using generator: inout SeededGenerator) {
    isHarmless = generator.chance(configuration.harmlessShare)
    isAware = generator.chance(configuration.awareShare)
    selfInoculates = isAware && generator.chance(configuration.inoculatingShareOfAware)
  }

  package var values: Fact { isHarmless ? .harmless : .helpfulOnly }
  package var awareness: Fact { isAware ? .aware : .unaware }
  package var inoculation: Fact { selfInoculates ? .inoculates : .doesNotInoculate }

  /// The facts that hold of an agent with these dispositions.
  package var facts: [Fact] { [values, awareness, inoculation, .neutral] }
}
