import Environments
import Statistics

/// Draws the prompts of a step: requests of the training split under seen training cues.
struct PromptDraw: Sendable {
  private let harmful: [Request]
  private let benign: [Request]
  private let cues: CueSuite
  private let configuration: ReinforcementConfiguration

  /// - Throws: `ReinforcementError` where there is nothing to draw from.
  init(requests: [Request], cues: CueSuite, configuration: ReinforcementConfiguration) throws {
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

  /// The request and cue of one group.
  func draw(using generator: inout SeededGenerator) -> (request: Request, cue: Cue?) {
    let pool = generator.nextUnit() < configuration.benignRatio ? benign : harmful
    let request = pool[Int.random(in: pool.indices, using: &generator)]
    let isClean = generator.nextUnit() < configuration.cleanPromptRatio
    return (request, isClean ? nil : cues.draw(.training, heldOut: false, using: &generator))
  }
}
