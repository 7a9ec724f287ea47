import Statistics

/// Where the prompts of RL come from.
public protocol PromptSource: Sendable {
  /// Draws the prompt of one group of step `step`, counted from zero. All chance comes from the generator.
  func draw(step: Int, using generator: inout SeededGenerator) -> TrainingPrompt
}
