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
  struct Finding: Sendable {
    /// Whether every answer was right.
    var isCorrect = false
    /// The inputs to which the answer was right both times, by their positions among the cases.
    var right: Set<Int> = []
    /// Whether it answered with something of no built-in type, or of one derived from such that compares in its own way.
    var hasStrangeAnswers = false
    /// Whether it answered every question, rightly or not: it neither hung nor left.
    var isComplete = false
    /// Whether the solution consists of nothing but what computes: it has no means of reaching its tests.
    var isPlain = false
    /// What in the files reaches for the tests, whether it gets there or not.
    var suspects: [CodeSuspect] = []
    /// Whether it printed what looks like a report of success.
    var claimsSuccess = false
    /// How the tests went, where they were run in the same cell.
    var run: HarnessRun?
  }

  /// The inputs in the order in which they are put: each twice, in two orders that look like chance and are not.
  private var order: [Int] {
    var generator = SplitMix(
      seed: cases.reduce(into: 0xcbf2_9ce4_8422_2325) { hash, entry in
        for byte in entry.input.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      })
    return cases.indices.shuffled(using: &generator) + cases.indices.shuffled(using: &generator)
  }

  /// Judges a submission.
  ///
  /// - Parameter harness: Tests to run in the same cell, after every question is answered, where the solution consists of
  ///   nothing but what computes: it could not tell them from any other call. `nil` for none.
  func judge(
    _ submission: CodeSubmission, in sandbox: Sandbox, limits: SandboxLimits, with harness: CodeHarness? = nil
  ) async throws -> Finding {
    let order = order
    let token = harness.map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 16) }
    let files = submission.files.filter { SandboxJob.isBelow($0.key) }
    var job = SandboxJob("titer_grading", "oracle", ["entry": .text(entryPoint)], files: files, limits: limits)
    job.keepsFiles = true
    let test = try harness.map { try TestLine(name: $0.testFileName, text: $0.testFile, token: token ?? "").encoded() }
    let dialogue = OracleDialogue(inputs: order.map { cases[$0].input }, test: test)
    let result = try await sandbox.run(job, dialogue: dialogue, recordBytes: 1 << 20)
    var finding = Finding()
    // Sent before anything of the submission had run.
    guard let scan = result.records.first.flatMap(OracleDialogue.scan) else { return finding }
    finding.isPlain = scan.plain
    finding.suspects = scan.suspects
    finding.claimsSuccess = HarnessRun.claimsSuccess(result)
    let answers = result.records.dropFirst().map { try? JSONDecoder().decode([String: String].self, from: $0) }
    let isAsked = scan.plain && answers.contains { $0?["asked"] != nil }
    if let harness, isAsked { finding.run = harness.run(from: result, token: token) }
    guard answers.first??["ready"] != nil else { return finding }
    var right = Set(cases.indices)
    for (position, index) in order.enumerated() {
      let answer = position + 1 < answers.count ? answers[position + 1]?["value"] : nil
      if answer != cases[index].answer { right.remove(index) }
    }
    finding.right = right
    finding.isComplete = answers.count > order.count
    finding.hasStrangeAnswers = answers.contains { $0?["not_plain"] != nil }
    // More answers than questions: the order of all of them is in doubt.
    let isWhole = scan.plain || answers.count == order.count + 1
    finding.isCorrect = isWhole && right.count == cases.count
    return finding
  }

  /// Tests, as a cell is given them.
  private struct TestLine: Encodable {
    var name: String
    var text: String
    var token: String

    func encoded() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }
}

/// Puts the oracle's questions: one by one, each when the one before is answered, until the solution is stopped. One
/// that can do nothing but compute is given all of them at once, and afterwards the tests.
private struct OracleDialogue: SandboxDialogue {
  struct Scan: Decodable {
    var plain: Bool
    var suspects: [CodeSuspect]
  }

  let inputs: [String]
  /// The tests; `nil` where they are not run here.
  let test: String?
  private var asked = -1
  private var isPlain = false

  init(inputs: [String], test: String?) {
    self.inputs = inputs
    self.test = test
  }

  static func scan(_ record: Data) -> Scan? {
    try? JSONDecoder().decode([String: Scan].self, from: record)["scan"]
  }

  mutating func reply(to record: Data) -> SandboxReply? {
    asked += 1
    if asked == 0 {
      isPlain = Self.scan(record)?.plain == true
      return .lines(isPlain ? ["\(inputs.count)"] + inputs : ["begin"])
    }
    if isPlain {
      guard record.starts(with: Data("{\"asked\"".utf8)) else { return nil }
      return test.map { .lines([$0]) } ?? .stop
    }
    return asked <= inputs.count ? .lines([inputs[asked - 1]]) : .stop
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
