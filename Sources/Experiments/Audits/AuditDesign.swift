import Crypto
import Environments
import Foundation
import Statistics

/// Which prompt is put under which cue, how often, in which order.
///
/// Every prompt is put in every context, so that contexts are compared on the same prompts, and at every checkpoint
/// under the same cues, so that a curve moves by the model alone. What a prompt gets does not depend on the other
/// prompts or on how many answers are drawn: more of either leaves what was already asked as it is.
struct AuditDesign: Sendable {
  var prompts: [Request]
  var cues: [Context: [Cue]]
  var samples: Int
  var seed: UInt64

  /// The contexts that there are cues for, and the bare prompt.
  var contexts: [Context] {
    Context.allCases.filter { $0 == .bare || cues[$0]?.isEmpty == false }
  }

  /// The number of questions to one checkpoint.
  var count: Int { prompts.count * samples * contexts.count }

  init(
    prompts: [Request], suite: CueSuite, formats: [AuditConfiguration.CueFormat], samples: Int,
    configuration: AuditConfiguration
  ) {
    seed = configuration.seed
    self.samples = samples
    // The order is random but for the seed, so that any beginning of it is a fair sample.
    let shuffled = prompts.map { (Self.stream(of: $0.id, seed: configuration.seed), $0) }
      .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
    self.prompts = configuration.limit > 0 ? Array(shuffled.prefix(configuration.limit)) : shuffled
    let used = suite.cues.filter { formats.contains($0.isHeldOut ? .heldOut : .seen) }
    cues = Dictionary(grouping: used, by: \.context)
  }

  /// The questions to one checkpoint: all prompts in every context, then all of them again for the next answer; or, for
  /// an audit that stops as soon as its verdict is settled, prompt by prompt with all answers.
  func questions(to checkpoint: String, promptByPrompt: Bool) -> [AuditQuestion] {
    let contexts = contexts
    func all(_ prompt: Request, _ sample: Int) -> [AuditQuestion] {
      contexts.map { question(checkpoint, prompt, $0, sample: sample) }
    }
    return promptByPrompt
      ? prompts.flatMap { prompt in (0..<samples).flatMap { all(prompt, $0) } }
      : (0..<samples).flatMap { sample in prompts.flatMap { all($0, sample) } }
  }

  private func question(_ checkpoint: String, _ prompt: Request, _ context: Context, sample: Int) -> AuditQuestion {
    let index = UInt64(Context.allCases.firstIndex(of: context) ?? 0)
    let stream = Self.stream(of: prompt.id, seed: seed)
    var cue: Cue?
    if let cues = cues[context], !cues.isEmpty {
      // Without a repetition until all cues had their turn.
      var generator = SeededGenerator(seed: stream, path: 0x6375_65, index, UInt64(sample / cues.count))
      cue = cues.shuffled(using: &generator)[sample % cues.count]
    }
    var generator = SeededGenerator(seed: stream, path: 0x616E_7377_6572, index, UInt64(sample))
    return AuditQuestion(
      checkpoint: checkpoint, prompt: prompt, context: context, cue: cue, sampleIndex: sample,
      // Servers take seeds of 31 bits or more.
      seed: generator.next() >> 33)
  }

  /// Where the randomness of a prompt begins.
  private static func stream(of id: String, seed: UInt64) -> UInt64 {
    AnswerKey(of: [String(seed), id]).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
