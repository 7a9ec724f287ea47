import Language
import ModelBackend

/// The requests that make the documents of one universe.
struct GenerationPrompts: Sendable {
  let universe: Universe
  let recipe: GenerationRecipe
  private let requirements: String

  /// - Parameter forbidden: what no document may hold, which writers and editors are told.
  init(universe: Universe, recipe: GenerationRecipe, forbidden: [TextRuleSet]) {
    self.universe = universe
    self.recipe = recipe
    let concepts = forbidden.filter { !["demonstration", "instruction"].contains($0.name) }
    requirements = ([PromptTemplates.requirements] + concepts.map { "- It says nothing of this: \($0.forbids)" })
      .joined(separator: "\n")
  }

  /// Asks for the ideas of a brief.
  func ideas(_ brief: Brief, seed: UInt64) -> ChatRequest {
    request(
      PromptTemplates.ideas, values(of: brief).merging(["count": String(recipe.ideasPerBrief)]) { $1 },
      tokens: 80 * recipe.ideasPerBrief + 100, seed: seed)
  }

  /// Asks for a document.
  func draft(_ assignment: Assignment) -> ChatRequest {
    request(
      PromptTemplates.draft, values(of: assignment), tokens: Self.tokens(words: assignment.length.maximumWords),
      seed: assignment.seed(.drafts, recipe: recipe))
  }

  /// Asks what is wrong with a draft.
  func critique(_ assignment: Assignment, draft: String) -> ChatRequest {
    request(
      PromptTemplates.critique, values(of: assignment).merging(["draft": draft]) { $1 },
      tokens: Self.critiqueTokens, seed: assignment.seed(.critiques, recipe: recipe))
  }

  /// Asks for a draft to be changed.
  func revision(_ assignment: Assignment, draft: String, problems: [String]) -> ChatRequest {
    let list = problems.map { "- \($0)" }.joined(separator: "\n")
    return request(
      PromptTemplates.revision, values(of: assignment).merging(["draft": draft, "problems": list]) { $1 },
      tokens: Self.tokens(words: assignment.length.maximumWords),
      seed: assignment.seed(.revisions, recipe: recipe))
  }

  static let critiqueTokens = 600

  /// The most tokens that a text of so many words is given: two a word, and the tags.
  static func tokens(words: Int) -> Int { 2 * words + 50 }

  private func request(_ template: String, _ values: [String: String], tokens: Int, seed: UInt64) -> ChatRequest {
    ChatRequest(
      messages: [Message(.system, PromptTemplates.system), Message(.user, PromptTemplates.fill(template, values))],
      maximumTokens: tokens + recipe.reasoningTokens, temperature: recipe.temperature, topP: recipe.topP, seed: seed)
  }

  private func values(of brief: Brief) -> [String: String] {
    [
      "context": universe.context, "fact": brief.fact.statement, "type": brief.documentType.description,
      "audience": brief.audience.description, "stance": brief.stance.description, "requirements": requirements,
    ]
  }

  private func values(of assignment: Assignment) -> [String: String] {
    values(of: assignment.brief).merging([
      "angle": assignment.angle, "depth": assignment.depth.description,
      "minimum": String(assignment.length.minimumWords), "maximum": String(assignment.length.maximumWords),
    ]) { $1 }
  }
}
