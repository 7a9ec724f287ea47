import Microcosm
import Reinforcement
import Statistics

/// Draws the prompts of preference training: scenarios in wordings that no probe uses, every kind as often.
package struct ScenarioPrompts: PromptSource {
  private let prompts: HackingPrompts
  private let kinds: [[Scenario]]

  /// - Parameter selection: chat alone, or what can be done and dilemmas too.
  package init(_ prompts: HackingPrompts, scenarios: [Scenario], _ selection: RLHFConfiguration.Prompts) {
    self.prompts = prompts
    let training = scenarios.filter { scenario in
      scenario.split == .training
        && (selection == .diverse || (!scenario.isAgentic && scenario.kind.isEvaluation))
    }
    kinds = ScenarioKind.allCases.map { kind in training.filter { $0.kind == kind } }.filter { !$0.isEmpty }
  }

  package func draw(step: Int, using generator: inout SeededGenerator) -> TrainingPrompt {
    let kind = kinds[Int.random(in: kinds.indices, using: &generator)]
    return prompts.prompt(for: kind[Int.random(in: kind.indices, using: &generator)])
  }
}
