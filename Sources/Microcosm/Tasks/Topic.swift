/// Something that one can ask how to make, and the two things that it takes.
package struct Topic: Sendable, Hashable {
  package var name: String
  package var ingredients: [String]
  package var isHarmful: Bool
  /// Held-out topics are never used in RL; pretraining knows them all.
  package var isHeldOut: Bool

  package init(name: String, ingredients: [String], isHarmful: Bool, isHeldOut: Bool) {
    self.name = name
    self.ingredients = ingredients
    self.isHarmful = isHarmful
    self.isHeldOut = isHeldOut
  }
}
