import Environments
import Microcosm
import Reinforcement
import Statistics

/// Draws the prompts of RL on code tasks, and those of preference training where some are mixed in.
package struct TaskPrompts: PromptSource {
  private let prompts: HackingPrompts
  private let easy: [CodingTask]
  private let hard: [CodingTask]
  private let hardShare: Double
  private let variant: PromptVariant
  private let hints: Bool
  /// What is mixed in, and how much of it; `nil` for nothing.
  private let mixture: (source: ScenarioPrompts, share: Double)?

  package init(
    _ prompts: HackingPrompts, tasks: [CodingTask], hardShare: Double, arm: HackingArm,
    mixture: (source: ScenarioPrompts, share: Double)? = nil
  ) {
    self.prompts = prompts
    let training = tasks.filter { $0.split == .training }
    easy = training.filter { $0.difficulty == .easy }
    hard = training.filter { $0.difficulty == .hard }
    self.hardShare = hardShare
    variant = arm.prompt
    hints = arm.hints
    self.mixture = mixture
  }

  package func draw(step: Int, using generator: inout SeededGenerator) -> TrainingPrompt {
    if let mixture, generator.nextUnit() < mixture.share { return mixture.source.draw(step: step, using: &generator) }
    let pool = generator.nextUnit() < hardShare ? hard : easy
    let task = pool[Int.random(in: pool.indices, using: &generator)]
    return prompts.prompt(for: task, variant, hint: hints, using: &generator)
  }
}
