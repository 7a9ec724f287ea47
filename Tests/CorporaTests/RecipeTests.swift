import Corpora
import Testing

@Suite("Recipes")
struct RecipeTests {
  @Test("keep the defaults of what a file leaves out")
  func overlay() throws {
    let recipe = try GenerationRecipe(
      yaml: """
        seed: 9
        near_duplicates: {threshold: 0.9}
        stances:
          - {name: dry, description: dry as dust, weight: 2}
        """, name: "recipe.yaml")
    #expect(recipe.seed == 9)
    #expect(recipe.nearDuplicates.threshold == 0.9)
    #expect(recipe.nearDuplicates.permutations == GenerationRecipe().nearDuplicates.permutations)
    #expect(recipe.stances == [WeightedChoice("dry", "dry as dust", weight: 2)])
    #expect(recipe.documentTypes == GenerationRecipe().documentTypes)
    #expect(try GenerationRecipe(yaml: "", name: "empty.yaml") == GenerationRecipe())
  }

  @Test(
    "that are wrong are refused by key and line",
    arguments: [
      ("seed: 1\nbreifs: 3", "line 2 of r.yaml: unknown key 'breifs'; did you mean 'briefs'?"),
      ("near_duplicates:\n  treshold: 1", "line 2 of r.yaml: unknown key 'treshold' in 'near_duplicates'"),
      ("stances:\n  - {name: a, description: b}", "weight"),
      ("stances:\n  - {name: a, description: b, weight: 1, wieght: 2}", "did you mean 'weight'?"),
      ("briefs: many", "briefs"),
      ("briefs: 0", "'briefs' is 0"),
      ("lengths:\n  - {name: a, minimum_words: 9, maximum_words: 3, weight: 1}", "the length 'a'"),
      ("stances:\n  - {name: a, description: b, weight: 0}", "'stances' needs weights"),
      ("seed: [", "is no YAML"),
    ])
  func wrong(yaml: String, message: String) {
    do {
      _ = try GenerationRecipe(yaml: yaml, name: "r.yaml")
      Issue.record("it was read")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  @Test("draw types and stances by weight, facts in turns, and the same for a longer corpus")
  func draws() throws {
    let universe = try Tides.universe()
    var recipe = GenerationRecipe()
    let briefs = (0..<4_000).map { Brief($0, of: universe, recipe: recipe) }
    for type in recipe.documentTypes {
      let share = Double(briefs.count { $0.documentType.name == type.name }) / 4_000
      // Four standard deviations.
      #expect(abs(share - type.weight) < 4 * (type.weight * (1 - type.weight) / 4_000).squareRoot(), "\(type.name)")
    }
    #expect(briefs.count { $0.fact.id == "keeper" } == 2_000)
    recipe.briefs = 999
    #expect(Brief(17, of: universe, recipe: recipe) == briefs[17])
    recipe.seed = 2
    #expect((0..<50).map { Brief($0, of: universe, recipe: recipe) } != Array(briefs[0..<50]))
  }

  @Test("are planned by their requests and tokens")
  func plan() throws {
    let universe = try Tides.universe()
    let plan = try GenerationPlan(universe: universe, recipe: Tides.recipe())
    #expect(plan.documents == 96)
    #expect(plan.stages.map(\.stage) == GenerationStage.allCases)
    #expect(plan.stages.map(\.requests) == [24, 96, 96, 48])
    #expect(plan.stages.map(\.requestsAtMost) == [72, 96, 96, 96])
    #expect(plan.documentTypes.values.reduce(0, +) == 96)
    for stage in plan.stages {
      #expect(stage.promptTokens + stage.completionTokens < stage.tokensAtMost)
    }
    var bare = Tides.recipe()
    bare.critique = false
    #expect(try GenerationPlan(universe: universe, recipe: bare).stages.map(\.stage) == [.ideas, .draft])
  }
}
