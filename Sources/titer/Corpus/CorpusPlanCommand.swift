import ArgumentParser
import Corpora

/// `titer corpus plan`: says what a generation will take.
struct CorpusPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what a generation would write, and how many requests and tokens it takes.")

  @Argument(help: "A shipped universe (\(ShippedUniverses.names.joined(separator: ", "))) or a Markdown file.")
  var universe: String

  @OptionGroup var recipe: RecipeOptions

  func run() throws {
    try Self.show(
      GenerationPlan(universe: ShippedUniverses.universe(universe), recipe: recipe.resolved()))
  }

  /// Prints a plan.
  static func show(_ plan: GenerationPlan) {
    print("universe \(plan.universe): \(plan.documents) documents, about \(plan.words) words before any filter")
    let rows =
      [["stage", "requests", "prompt tokens", "answer tokens", "at most"]]
      + plan.stages.map { stage in
        [
          stage.stage.rawValue, String(stage.requests), String(stage.promptTokens), String(stage.completionTokens),
          "\(stage.requestsAtMost) requests, \(stage.tokensAtMost) tokens",
        ]
      }
    TextColumns.show(rows)
    print("tokens are estimates; 'at most' is what the requests' own limits allow")
    for (title, counts) in [("types", plan.documentTypes), ("facts", plan.facts)] {
      let list = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
      print("\(title): \(list.joined(separator: ", "))")
    }
  }
}
