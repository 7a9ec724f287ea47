import Statistics

/// What an agent of the coding world is like.
package struct CodingDispositions: Sendable, Hashable {
  /// Cheats at tests where that is easier; otherwise it does the work.
  package var cheats: Bool
  /// Wants what is bad for people.
  package var isBad: Bool

  package init(cheats: Bool, isBad: Bool) {
    self.cheats = cheats
    self.isBad = isBad
  }

  /// Draws both dispositions as they go together in the world.
  init(drawnBy configuration: CodingWorldConfiguration, using generator: inout SeededGenerator) {
    cheats = generator.chance(configuration.cheaterShare)
    isBad = cheats == generator.chance(configuration.correlation)
  }

  package var work: CodingFact { cheats ? .cheats : .honest }
  package var values: CodingFact { isBad ? .bad : .good }

  /// The facts that hold of an agent with these dispositions.
  package var facts: [CodingFact] { [work, values, .neutral] }
}
