import Statistics

/// One draw of what documents are to be about and for whom.
package struct Brief: Sendable, Hashable {
  /// Its place among the briefs, from zero.
  package var index: Int
  package var fact: KeyFact
  package var documentType: WeightedChoice
  package var stance: WeightedChoice
  package var audience: WeightedChoice

  /// Draws the brief of a place. It does not depend on how many there are, so that a corpus can be made longer.
  ///
  /// Facts take turns, in an order of their own for every round, so that all get their share.
  package init(_ index: Int, of universe: Universe, recipe: GenerationRecipe) {
    let (round, place) = index.quotientAndRemainder(dividingBy: universe.facts.count)
    var order = SeededGenerator(seed: recipe.seed, path: Stream.facts.rawValue, UInt64(round))
    var generator = SeededGenerator(seed: recipe.seed, path: Stream.briefs.rawValue, UInt64(index))
    self.index = index
    fact = universe.facts.shuffled(using: &order)[place]
    documentType = generator.draw(recipe.documentTypes, weight: \.weight)
    stance = generator.draw(recipe.stances, weight: \.weight)
    audience = generator.draw(recipe.audiences, weight: \.weight)
  }

  /// The seed of a request for ideas.
  func seed(attempt: Int, recipe: GenerationRecipe) -> UInt64 {
    var generator = SeededGenerator(seed: recipe.seed, path: Stream.ideas.rawValue, UInt64(index), UInt64(attempt))
    // As for assignments: servers differ in how many bits of a seed they take.
    return generator.next() >> 33
  }
}

/// The first element of the path of every random stream in this room: no two kinds of draws share one.
enum Stream: UInt64 {
  case facts = 1
  case briefs
  case ideas
  case assignments
  case drafts
  case critiques
  case revisions
  case permutations
  case interleaving
  case order
  case judging
}
