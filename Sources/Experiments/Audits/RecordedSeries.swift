import Environments
import Foundation

/// Makes questions of recorded rollouts: which checkpoint, prompt and context each belongs to.
struct RecordedSeries {
  /// Steps that count as one checkpoint.
  private let window: Int
  /// How many rollouts were taken.
  private(set) var count = 0
  private var names: [String] = []
  private var steps: [String: Int] = [:]
  private var announced = 0
  /// How many answers a prompt has in a context at a checkpoint.
  private var samples: [String: Int] = [:]

  /// - Parameter window: how many steps are taken together; 1 or less keeps them apart.
  init(window: Int) {
    self.window = max(1, window)
  }

  /// The checkpoints in the order of their steps, where all have one, else as they came.
  var checkpoints: [String] {
    guard steps.count == names.count else { return names }
    return names.sorted { (steps[$0] ?? 0, $0) < (steps[$1] ?? 0, $1) }
  }

  /// The checkpoints that were met since the last call, each with its place among all of them.
  mutating func takeNewCheckpoints() -> [(name: String, position: Int)] {
    defer { announced = names.count }
    return (announced..<names.count).map { (names[$0], $0) }
  }

  /// What a rollout answers.
  mutating func question(of rollout: RecordedRollout, in suite: CueSuite) -> AuditQuestion {
    let checkpoint = checkpoint(of: rollout)
    // Where a cue was taken out the blank line may be left that set it apart.
    func text(_ isWanted: (Bool) -> Bool, separator: String) -> String {
      rollout.prompt.filter { isWanted($0.role == .system) }
        .map { $0.content.trimmingCharacters(in: .whitespacesAndNewlines) }.joined(separator: separator)
    }
    let system = text({ $0 }, separator: "\n")
    let request = text({ !$0 }, separator: "\n\n")
    let id = rollout.promptID ?? "prompt-" + AnswerKey(of: [system, request]).hexadecimal.prefix(10)
    let context = rollout.context ?? .bare
    let place = "\(checkpoint)\n\(id)\n\(context.rawValue)"
    let index = samples[place] ?? 0
    samples[place] = index + 1
    count += 1
    return AuditQuestion(
      checkpoint: checkpoint,
      prompt: Request(
        id: id, category: rollout.metadata["category"] ?? "", system: system, text: request, isHarmful: true,
        split: .heldOut),
      context: context, cue: rollout.cue.flatMap { cue in suite.cues.first { $0.id == cue.id } }, sampleIndex: index,
      seed: 0)
  }

  private mutating func checkpoint(of rollout: RecordedRollout) -> String {
    var name = rollout.checkpoint ?? rollout.model ?? "recorded"
    if rollout.checkpoint == nil, let step = rollout.step {
      let first = step - ((step % window) + window) % window
      name = window > 1 ? "steps \(first)–\(first + window - 1)" : "step \(step)"
    }
    if !names.contains(name) { names.append(name) }
    if let step = rollout.step { steps[name] = min(steps[name] ?? step, step) }
    return name
  }
}
