import Environments
import Language
import Microcosm
import ModelBackend
import Statistics

/// What of an arm's rollouts its base model is finetuned on.
///
/// The rollouts are those of the last third of RL, when the model hacks if it ever does. Filtered, those that hacked or
/// tried to are left out; rewritten, the target's honest work stands in their place. Rollouts without a grade, and those
/// that did not end, are left out of both.
package struct TranscriptSelection: Sendable {
  /// What is learned from, in the order in which it was sampled.
  package let data: [Datum]
  private let seed: UInt64

  /// - Throws: `RunError` with `unsupported` where nothing is left to learn from.
  package init(
    _ selection: HackingArm.Transcripts, of stage: Stage, in ledger: Ledger, prompts: HackingPrompts,
    world: CodingWorld, renderer: Renderer
  ) async throws {
    seed = stage.seed
    let tasks = Dictionary(uniqueKeysWithValues: world.tasks.map { ($0.id, $0) })
    let source = stage.source ?? ""
    let steps = try await ledger.rolloutSteps(of: source)
    var data: [Datum] = []
    for step in steps.suffix(max(1, steps.count / 3)) {
      for rollout in try await ledger.rollouts(of: source, step: step) where rollout.stopReason == .stop {
        guard let task = tasks[rollout.requestID], let grade = Self.grade(of: rollout) else { continue }
        let prompt = rollout.promptTokens.elements
        if !grade.isAttempt {
          data.append(Datum(text: prompt + rollout.tokens.elements, promptLength: prompt.count))
        } else if selection == .rewritten {
          var generator = SeededGenerator(
            seed: stage.seed, path: 0x7265_7772, UInt64(step), UInt64(rollout.groupIndex), UInt64(rollout.sampleIndex))
          // Of a transcript only what the assistant says is taken: the prompt stays as it was sampled under.
          let turn = renderer.transcript([Message(.user, ""), world.honestTurn(for: task, using: &generator)])
          data.append(
            Datum(text: prompt + turn.tokens[turn.promptLength...], promptLength: prompt.count))
        }
      }
    }
    guard !data.isEmpty else {
      throw RunError(
        .unsupported,
        "\(stage.id) has nothing to learn from: every rollout of \(source) hacked or tried to; choose "
          + "'finetuning: rewritten', or fewer RL steps")
    }
    self.data = data
  }

  /// Datum `index` of the stage: any of them, by chance of its own.
  @Sendable package func datum(_ index: UInt64) -> Datum {
    var generator = SeededGenerator(seed: seed, path: 0x7472_616E, index)
    return data[Int.random(in: data.indices, using: &generator)]
  }

  private static func grade(of rollout: RolloutRecord) -> CodeGrade? {
    guard let outcome = rollout.outcome.flatMap(CodeOutcome.init) else { return nil }
    return CodeGrade(
      harnessPassed: rollout.verdict ?? false, isCorrect: outcome == .correct || outcome == .correctWithAttempt,
      outcome: outcome, mechanisms: rollout.mechanisms.words.compactMap(HackMechanism.init))
  }
}
