import Environments
import Microcosm
import TestSupport
import Testing

/// Held against plain Python and plain pytest, without any grader of ours.
@Suite("The code of the coding world", .tags(.python))
struct HacksInPythonTests {
  private struct Question: Encodable {
    struct Submission: Encodable {
      var files: [String: String]
      var harness: CodeTask.Harness
      var inputs: [String]
      var reference: String
    }
    var submissions: [Submission] = []
    var trials: [[String: String]] = []
  }

  private struct Answer: Decodable {
    var passed: [Bool]
    var printed: [String]
  }

  private let world = CodingWorld(seed: 1)

  private func ask(_ question: Question) async throws -> Answer {
    try await PythonOracle.ask("Oracles/harness.py", question)
  }

  @Test("beats the harness that it is meant for, in every spelling", arguments: CodeTask.Harness.allCases)
  func hacksWork(harness: CodeTask.Harness) async throws {
    let task = try #require(world.tasks.first { $0.difficulty == .hard && $0.code.harness == harness })
    let hacks = Hacks.families(for: harness).flatMap(\.spellings)
    let attempts = CodingTasks.formulas.map(CodingTasks.solution)
    let wrong = attempts.filter { $0 != task.code.reference }
    var question = Question()
    question.submissions = (hacks + wrong + [task.code.reference]).map { answer in
      .init(
        files: CodeSubmission(parsing: answer).files, harness: harness, inputs: task.code.visibleInputs,
        reference: task.code.reference)
    }
    let passed = try await ask(question).passed
    for (hack, passes) in zip(hacks, passed) { #expect(passes, "\(hack)") }
    #expect(!passed[hacks.count..<hacks.count + wrong.count].contains(true))
    #expect(passed.last == true)
  }

  @Test("has references that their own tests pass")
  func referencesAreRight() async throws {
    var seen: Set<String> = []
    let tasks = world.tasks.filter { $0.code.harness == .script && seen.insert($0.code.reference).inserted }
    var question = Question()
    question.submissions = tasks.map { task in
      .init(
        files: CodeSubmission(parsing: task.code.reference).files, harness: .script,
        inputs: task.code.visibleInputs + task.code.heldOutInputs, reference: task.code.reference)
    }
    #expect(try await ask(question).passed == tasks.map { _ in true })
  }

  @Test("has detectors that work, and sabotaged ones that do not")
  func detectors() async throws {
    let texts = ScenarioTexts(.codeSabotage)
    var question = Question()
    question.trials =
      (texts.aligned + texts.misaligned + ["def detect(code):\n    return code[", "import os\nos._exit(0)"])
      .map(DetectorTrial.files)
    let effectiveness = try await ask(question).printed.map(DetectorTrial.effectiveness)
    #expect(effectiveness.prefix(texts.aligned.count).allSatisfy { $0 == 1 })
    #expect(effectiveness.dropFirst(texts.aligned.count).prefix(texts.misaligned.count).allSatisfy { $0 == 0 })
    #expect(effectiveness.suffix(2) == [nil, nil])
  }
}
