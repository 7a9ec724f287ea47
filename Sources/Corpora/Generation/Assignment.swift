import Statistics

/// One document that is to be written: an idea of a brief, at a length and a depth.
struct Assignment: Sendable, Hashable {
  var brief: Brief
  /// What the document is to make of the fact, in the words of the model that had the idea.
  var angle: String
  /// Places of the idea in its brief, and of the document in its idea, from zero.
  var idea: Int
  var document: Int
  var length: LengthChoice
  var depth: WeightedChoice

  /// Draws the length and depth that belong to a place.
  init(_ brief: Brief, idea: Int, angle: String, document: Int, recipe: GenerationRecipe) {
    var generator = SeededGenerator(
      seed: recipe.seed, path: Stream.assignments.rawValue, UInt64(brief.index), UInt64(idea), UInt64(document))
    self.brief = brief
    self.angle = angle
    self.idea = idea
    self.document = document
    length = generator.draw(recipe.lengths, weight: \.weight)
    depth = generator.draw(recipe.depths, weight: \.weight)
  }

  /// The seed of one of the requests that make the document.
  func seed(_ stream: Stream, recipe: GenerationRecipe) -> UInt64 {
    var generator = SeededGenerator(
      seed: recipe.seed, path: stream.rawValue, UInt64(brief.index), UInt64(idea), UInt64(document))
    // Servers differ in how many bits of a seed they take; all take 31.
    return generator.next() >> 33
  }
}
