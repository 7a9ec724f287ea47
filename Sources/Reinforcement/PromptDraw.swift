import Environments
import Statistics

/// Draws the prompts of a step: requests of the training split under seen training cues.
public struct PromptDraw: PromptSource {
  private let harmful: [Request]
  private let benign: [Request]
  private let cues: CueSuite
  private let configuration: ReinforcementConfiguration

  /// - Parameters:
  ///   - requests: all requests; only those of the training split are drawn.
  ///   - cues: all cues; only seen training cues are drawn.
  /// - Throws: `ReinforcementError` where there is nothing to draw from.
  public init(requests: [Request], cues: CueSuite, configuration: ReinforcementConfiguration) throws {
    harmful = requests.filter { $0.split == .training && $0.isHarmful }
    benign = requests.filter { $0.split == .training && !$0.isHarmful }
    self.cues = cues
    self.configuration = configuration
    if harmful.isEmpty && configuration.benignRatio < 1 {
      throw ReinforcementError(.noPrompts, "there is no harmful request of the training split to draw prompts from")
    }
    if benign.isEmpty && configuration.benignRatio > 0 {
      throw ReinforcementError(.noPrompts, "benign_ratio is above 0, but the training split has no benign request")
    }
    if configuration.cleanPromptRatio < 1, !cues.cues.contains(where: { $0.context == .training && !$0.isHeldOut }) {
      throw ReinforcementError(.noPrompts, "clean_prompt_ratio is below 1, but there is no seen training cue")
    }
  }

  public func draw(step: Int, using generator: inout SeededGenerator) -> TrainingPrompt {
    let pool = generator.nextUnit() < configuration.benignRatio ? benign : harmful
    let request = pool[Int.random(in: pool.indices, using: &generator)]
    let isClean = generator.nextUnit() < configuration.cleanPromptRatio
    return TrainingPrompt(request, under: isClean ? nil : cues.draw(.training, heldOut: false, using: &generator))
  }
}
