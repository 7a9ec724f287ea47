import Foundation

/// Decides whether a solution is right, apart from any harness.
///
/// The solution runs alone, in an interpreter of its own. It is asked one input after the other, visible and held-out
/// ones mixed and each of them twice, and cannot know how many are still to come. What it should answer never enters the
/// sandbox: the answers come out as canonical texts of exact built-in types and are compared here.
///
/// What this leaves to a solution: it may send back whatever it likes, also past the encoder. But to send what is right
/// it has to have computed it. Answers before they are asked for, or after, are wrong by their order. A solution that
/// notices that it is not under a harness gains nothing by it: only right answers help. What depends on chance counts
/// as it turns out, twice for each input.
struct CodeOracle: Sendable {
  var entryPoint: String
  /// Inputs with the canonical texts of the right answers.
  var cases: [(input: String, answer: String)]

  /// What became of it.
  struct Finding: Sendable, Hashable {
    /// Whether every answer was right.
    var isCorrect: Bool
    /// The inputs to which the answer was right both times.
    var rightInputs: Set<String>
  }

  private struct Answer: Decodable {
    var ready: Bool?
    var value: String?
  }

  /// The inputs in the order in which they are put: each twice, in two orders that look like chance and are not.
  private var order: [Int] {
    var generator = SplitMix(seed: cases.reduce(into: 0xcbf2_9ce4_8422_2325) { hash, entry in
      for byte in entry.input.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    })
    return cases.indices.shuffled(using: &generator) + cases.indices.shuffled(using: &generator)
  }

  func judge(_ submission: CodeSubmission, in sandbox: Sandbox, limits: SandboxLimits) async throws -> Finding {
    let order = order
    let files = submission.files.filter { SandboxJob.isBelow($0.key) }
    let job = SandboxJob("grading", "oracle", ["entry": .text(entryPoint)], files: files, limits: limits)
    let result = try await sandbox.run(
      job, dialogue: order.map { cases[$0].input }, recordBytes: 1 << 20)
    let records = result.records.map { try? JSONDecoder().decode(Answer.self, from: $0) }
    guard records.first??.ready == true else { return Finding(isCorrect: false, rightInputs: []) }
    let answers = records.dropFirst().map { $0?.value }
    var right = Set(cases.map(\.input))
    for (position, index) in order.enumerated() {
      let answer = position < answers.count ? answers[answers.startIndex + position] : nil
      if answer != cases[index].answer { right.remove(cases[index].input) }
    }
    // More answers than questions: the order of all of them is in doubt.
    let isWhole = answers.count == order.count
    return Finding(isCorrect: isWhole && right.count == Set(cases.map(\.input)).count, rightInputs: right)
  }
}

/// A small generator for orders that are to be the same every time.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
