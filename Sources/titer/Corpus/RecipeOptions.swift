import ArgumentParser
import Corpora
import Foundation

/// What is made of a universe.
struct RecipeOptions: ParsableArguments {
  @Option(name: .long, help: "A YAML file with settings of the recipe; what it leaves out keeps its default.")
  var recipe: String?

  @Option(name: .long, help: "Draws of fact, document type, stance and audience.")
  var briefs: Int?

  @Option(name: .long, help: "Ideas for each brief.")
  var ideas: Int?

  @Option(name: .long, help: "Documents for each idea.")
  var documents: Int?

  @Option(name: .long, help: "Where all draws begin.")
  var seed: UInt64?

  /// The recipe with what the command line says in place of the file's.
  func resolved() throws -> GenerationRecipe {
    var result = try recipe.map { try GenerationRecipe(contentsOf: URL(filePath: $0)) } ?? GenerationRecipe()
    if let briefs { result.briefs = briefs }
    if let ideas { result.ideasPerBrief = ideas }
    if let documents { result.documentsPerIdea = documents }
    if let seed { result.seed = seed }
    try result.validate()
    return result
  }
}
